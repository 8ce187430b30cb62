using System.IO.Pipelines;

namespace Engine.Core.Net;

/// <summary>
/// The way out of a connection. A flush is done when the kernel has all of it; one at a time. Its result says IsCompleted when
/// the connection broke, IsCanceled when the peer took nothing for too long: then what was pending is lost and the connection is
/// to be closed.
/// </summary>
public abstract class ConnectionWriter : PipeWriter
{
    /// <summary>Bytes written and not sent.</summary>
    public abstract override long UnflushedBytes { get; }

    public override bool CanGetUnflushedBytes => true;

    /// <summary>A flush that makes no progress for this many milliseconds completes as cancelled (<c>send_timeout</c>).</summary>
    public int SendTimeoutMs { get; set; } = 60_000;

    /// <summary>When the peer last took something of a flush that waits, milliseconds of the loop's clock.</summary>
    public long LastProgressMs { get; protected set; }

    /// <summary>After this much of a flush the loop serves others first; 0 is no limit (<c>sendfile_max_chunk</c>).</summary>
    public long MaxChunk { get; set; } = 2 * 1024 * 1024;

    /// <summary>What is sent before a file waits for it, to fill segments (<c>tcp_nopush</c>).</summary>
    public bool FillsSegments { get; set; }

    /// <summary>Files go by sendfile(2) where the connection can; otherwise, and when off, they are read into buffers.</summary>
    public bool UsesSendFile { get; set; } = true;

    /// <summary>
    /// Sends what the kernel takes now, without waiting: the rest follows as the peer takes it, or with the next flush, which hears of
    /// a failure.
    /// </summary>
    public abstract void StartFlush();

    /// <summary>Sends what the kernel takes now of the first bytes that are pending; the others stay.</summary>
    public abstract void StartFlush(int length);

    /// <summary>Flushes what is pending and sends the region behind it; the caller keeps the file open until the task is done.</summary>
    public abstract ValueTask<FlushResult> SendFileAsync(FileRegion file);

    /// <summary>
    /// Reads a small region into what is pending. False, and nothing is changed, when it is not small or can't be read whole:
    /// <see cref="SendFileAsync"/> sends it, or fails at the place where the file ends.
    /// </summary>
    public abstract bool TryReadFile(FileRegion file);
}
