using System.Buffers;
using System.IO.Pipelines;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// A stream connection of one worker. Its input and output are pipes that the worker's loop owns: nothing of it is used
/// on another thread.
/// </summary>
public abstract class Connection
{
    private static long lastNumber;
    private bool isReusable;
    private PostedEvent? closeWatcher;

    protected Connection(EventLoop loop)
    {
        Loop = loop;
        Number = NextNumber();
    }

    public EventLoop Loop { get; }

    /// <summary>The serial of the connection in this process: "*123" in the error log.</summary>
    public long Number { get; }

    public abstract SocketAddress Remote { get; }

    /// <summary>The address the client connected to.</summary>
    public abstract SocketAddress Local { get; }

    /// <summary>Where the connection was accepted; null of an outgoing one.</summary>
    public ListeningSocket? Listener { get; protected set; }

    /// <summary>
    /// What the peer sends. A result that was read stays valid until AdvanceTo, even when the connection is closed meanwhile: every
    /// read that returned is followed by an AdvanceTo (or Complete, which closes the connection).
    /// </summary>
    public abstract PipeReader Input { get; }

    public abstract ConnectionWriter Output { get; }

    /// <summary>The most that one read takes from the peer; 0 for as much as suits the connection.</summary>
    public abstract int ReceiveLimit { set; }

    /// <summary>The descriptor, for what works on it directly; -1 when there is none.</summary>
    public virtual int Fd => -1;

    /// <summary>
    /// What moves the bytes of Input and Output: the socket, until a protocol over it (TLS) takes its place, which it does before
    /// anything is written and when nothing is left unread.
    /// </summary>
    public abstract ITransport Transport { get; set; }

    /// <summary>The peer has finished sending, or the connection broke.</summary>
    public abstract bool PeerClosed { get; }

    /// <summary>The errno of the read or write that broke the connection; 0 when nothing did.</summary>
    public int BrokenBy { get; protected internal set; }

    /// <summary>
    /// Invoked once when the peer closes or resets while nobody reads. When it did already, the watcher is invoked in the next
    /// round of posted events.
    /// </summary>
    public PostedEvent? CloseWatcher
    {
        get => closeWatcher;
        set
        {
            closeWatcher = value;
            if (value is not null)
                OnWatched();
        }
    }

    /// <summary>
    /// The connection only waits for a request: when <c>worker_connections</c> run short, and when the worker shuts down, it may
    /// be closed. Its pending read completes then.
    /// </summary>
    public bool IsReusable
    {
        get => isReusable;
        set
        {
            if (value == isReusable)
                return;
            isReusable = value;
            if (value)
                Loop.Slots.Add(this);
            else
                Loop.Slots.Remove(this);
        }
    }

    /// <summary>The neighbours in the list of those that are reusable.</summary>
    internal Connection? PreviousReusable { get; set; }

    internal Connection? NextReusable { get; set; }

    /// <summary>The next of the serials that connections, and clients without one, have in this process.</summary>
    internal static long NextNumber() => Interlocked.Increment(ref lastNumber);

    /// <summary>Receives straight into the caller's memory, what was received already first.</summary>
    /// <param name="destination">Not empty; it belongs to the connection until the task is done.</param>
    /// <returns>How many bytes; 0 when the peer has finished; -errno, -ECANCELED after Input.CancelPendingRead.</returns>
    public virtual async ValueTask<int> ReceiveAsync(Memory<byte> destination)
    {
        var result = await Input.ReadAsync();
        var length = (int)Math.Min(result.Buffer.Length, destination.Length);
        result.Buffer.Slice(0, length).CopyTo(destination.Span);
        Input.AdvanceTo(result.Buffer.GetPosition(length));
        if (length > 0 || result.IsCompleted)
            return length > 0 ? length : -BrokenBy;
        return -Errno.ECANCELED;
    }

    /// <summary>
    /// Waits for the next event of the socket in either direction: for a handshake, which moves bytes past Input and Output.
    /// </summary>
    /// <returns>False when the connection is closed.</returns>
    public abstract ValueTask<bool> NextEventAsync();

    /// <summary>Closes at once; buffers go back, and pending waits complete in the next round of posted events.</summary>
    public abstract void Close();

    /// <summary>Closes with a reset, so that the kernel keeps nothing for a peer that does not answer.</summary>
    public abstract void Reset();

    /// <summary>How often <see cref="MoveTo"/> was called.</summary>
    public int Moves { get; protected set; }

    /// <summary>From now on the connection counts as accepted from another listening socket, by a client that connected to that address.</summary>
    public virtual void MoveTo(ListeningSocket listener, SocketAddress local) => throw new NotSupportedException("the connection was not accepted here");

    /// <summary>Ends our direction; reading goes on.</summary>
    public abstract void ShutdownWrite();

    /// <summary>Small segments go out at once (TCP_NODELAY). An accepted connection may have it of its listening socket, one that was made has not.</summary>
    public abstract void SetNoDelay(bool on);

    /// <summary>Someone wants to know when the peer closes.</summary>
    protected virtual void OnWatched()
    {
        if (PeerClosed)
            Loop.Defer(new CloseNotice(this));
    }

    protected void InvokeCloseWatcher()
    {
        var watcher = closeWatcher;
        closeWatcher = null;
        watcher?.Invoke();
    }

    private sealed class CloseNotice(Connection connection) : PostedEvent
    {
        public override void Invoke() => connection.InvokeCloseWatcher();
    }
}
