using System.IO.Pipelines;
using Engine.Core.Loop;

namespace Engine.Core.Net;

/// <summary>
/// A stream connection of one worker. Its input and output are pipes that the worker's loop owns: nothing of it is used
/// on another thread.
/// </summary>
public abstract class Connection
{
    private static long lastNumber;

    protected Connection(EventLoop loop)
    {
        Loop = loop;
        Number = Interlocked.Increment(ref lastNumber);
    }

    public EventLoop Loop { get; }

    /// <summary>The serial of the connection in this process: "*123" in the error log.</summary>
    public long Number { get; }

    public abstract SocketAddress Remote { get; }

    /// <summary>The address the client connected to.</summary>
    public abstract SocketAddress Local { get; }

    public ListeningSocket? Listener { get; protected init; }

    public abstract PipeReader Input { get; }

    public abstract ConnectionWriter Output { get; }

    /// <summary>The peer has finished sending, or the connection broke.</summary>
    public abstract bool PeerClosed { get; }

    /// <summary>Invoked once when the peer closes or resets while nobody reads.</summary>
    public PostedEvent? CloseWatcher { get; set; }

    /// <summary>Closes at once; buffers go back and pending waits complete.</summary>
    public abstract void Close();

    /// <summary>Closes with a reset, so that the kernel keeps nothing for a peer that does not answer.</summary>
    public abstract void Reset();

    /// <summary>Ends our direction; reading goes on.</summary>
    public abstract void ShutdownWrite();

    public abstract void SetNoDelay(bool on);
}

/// <summary>The way out of a connection.</summary>
public abstract class ConnectionWriter : PipeWriter
{
    /// <summary>Bytes written and not flushed.</summary>
    public abstract override long UnflushedBytes { get; }

    public override bool CanGetUnflushedBytes => true;

    /// <summary>A flush that makes no progress for this many milliseconds completes as cancelled (<c>send_timeout</c>).</summary>
    public int SendTimeoutMs { get; set; } = 60_000;

    /// <summary>Flushes what is pending and sends the region behind it.</summary>
    public abstract ValueTask<FlushResult> SendFileAsync(FileRegion file);
}
