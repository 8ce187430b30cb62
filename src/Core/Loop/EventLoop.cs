using System.Collections.Concurrent;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;

namespace Engine.Core.Loop;

/// <summary>
/// A worker's loop: one thread that waits for events, handles them all, runs what was posted, and expires timers.
/// Everything else of a worker happens inside one of these.
/// </summary>
public abstract class EventLoop
{
    /// <summary>As many as nginx starts processes (NGX_MAX_PROCESSES).</summary>
    public const int MaxWorkers = 1024;

    [ThreadStatic]
    private static EventLoop? current;

    private readonly ConcurrentQueue<PostedEvent> posted = new();
    private readonly Queue<PostedEvent> deferred = new();
    private volatile bool stopping;

    protected EventLoop(int workerIndex, TimeProvider? time = null)
    {
        WorkerIndex = workerIndex;
        Clock = new LoopClock(time ?? TimeProvider.System);
        Segments = new SegmentPool();
        Slots = new ConnectionSlots(this);
    }

    /// <summary>The loop of the calling thread.</summary>
    /// <exception cref="InvalidOperationException">The thread is not a worker.</exception>
    public static EventLoop Current => current ?? throw new InvalidOperationException("not on a worker's loop");

    /// <summary>The loop of the calling thread, or null.</summary>
    public static EventLoop? CurrentOrNull => current;

    /// <summary>Below <see cref="MaxWorkers"/>; -1 of the privileged agent.</summary>
    public int WorkerIndex { get; }

    public LoopClock Clock { get; }

    public TimerWheel Timers { get; } = new();

    /// <summary>The buffers of this worker's connections.</summary>
    public SegmentPool Segments { get; }

    public bool InLoop => current == this;

    /// <summary><c>worker_connections</c>: accepted and outgoing connections together.</summary>
    public int ConnectionLimit
    {
        get => Slots.Limit;
        set => Slots.Limit = value;
    }

    public int ConnectionCount => Slots.Count;

    /// <summary>Accept as many connections as there are at once (<c>multi_accept</c>).</summary>
    public bool MultiAccept { get; set; }

    /// <summary>Takes what goes wrong outside of any request.</summary>
    public ErrorLog Log { get; set; } = new();

    internal ConnectionSlots Slots { get; }

    /// <summary>An event method of this system, as the <c>use</c> directive names it.</summary>
    public static bool IsMethod(string method) => method == "sockets" || (method == "epoll" && OperatingSystem.IsLinux());

    /// <summary>A loop of the event method "epoll" or "sockets", or null for the best one of this system.</summary>
    /// <returns>Null when the method is unknown or not of this system.</returns>
    public static EventLoop? Create(string? method, int workerIndex) => method switch
    {
        null => Create(OperatingSystem.IsLinux() ? "epoll" : "sockets", workerIndex),
        "epoll" when OperatingSystem.IsLinux() => new EpollEventLoop(workerIndex),
        "sockets" => new SocketsEventLoop(workerIndex),
        _ => null,
    };

    /// <summary>Serves events on the calling thread until <see cref="Stop"/>.</summary>
    public void Run() => RunUntil(static () => false);

    /// <summary>Serves events on the calling thread until the condition holds behind a turn, or <see cref="Stop"/>.</summary>
    internal void RunUntil(Func<bool> condition)
    {
        Enter();
        try
        {
            while (!stopping && !condition())
                Turn();
            // Who posted before the stop may wait for it.
            if (stopping)
                RunPosted();
        }
        finally
        {
            Leave();
        }
    }

    public void Stop()
    {
        stopping = true;
        Wake();
    }

    /// <summary>Queues a call from any thread.</summary>
    public void Post(Action callback) => Post(new PostedAction(callback));

    /// <summary>Queues a node from any thread; nothing is allocated.</summary>
    public void Post(PostedEvent posting)
    {
        posted.Enqueue(posting);
        if (!InLoop)
            Wake();
    }

    /// <summary>Queues a node of this loop for later in this turn. A node that is queued already stays where it is.</summary>
    public void Defer(PostedEvent posting)
    {
        if (posting.IsQueued)
            return;
        posting.IsQueued = true;
        deferred.Enqueue(posting);
    }

    /// <summary>Closes the connections that wait for a request, as a graceful shutdown does.</summary>
    public void CloseReusableConnections() => Slots.CloseReusable(int.MaxValue);

    /// <summary>A connector for outgoing connections of this loop; it can be used again and again, one connection at a time.</summary>
    public abstract Connector CreateConnector();

    /// <summary>A datagram socket of this loop, not connected yet.</summary>
    public abstract UdpSocket CreateUdpSocket();

    /// <summary>Begins to watch a descriptor that does not block. 0 or errno; a method that watches sockets only says ENOSYS.</summary>
    public virtual int Watch(int fd, DescriptorWatch watch) => Interop.Libc.Errno.ENOSYS;

    /// <summary>Before the descriptor is closed.</summary>
    public virtual void Unwatch(DescriptorWatch watch)
    {
    }

    /// <summary>Accepts connections of a listening socket until <see cref="StopListening"/>.</summary>
    public abstract void Listen(ListeningSocket socket, IConnectionAcceptor acceptor);

    public abstract void StopListening(ListeningSocket socket);

    /// <summary>Waits at most that long (-1: for ever), updates the clock and handles what is ready.</summary>
    protected abstract void WaitAndDispatch(int timeoutMs);

    /// <summary>Ends the wait from another thread.</summary>
    protected abstract void Wake();

    /// <summary>The thread becomes this loop's.</summary>
    protected virtual void Enter() => current = this;

    protected virtual void Leave() => current = null;

    private void Turn()
    {
        var timeout = deferred.Count > 0 || !posted.IsEmpty ? 0 : Timers.UntilNext(Clock.NowMs);
        WaitAndDispatch((int)Math.Min(timeout, int.MaxValue));
        RunPosted();
        Timers.Advance(Clock.NowMs);
    }

    private void RunPosted()
    {
        // What these post themselves is for the next turn: a chain of posts must not starve the sockets.
        for (var count = deferred.Count; count > 0; count--)
        {
            var next = deferred.Dequeue();
            next.IsQueued = false;
            next.Invoke();
        }

        for (var count = posted.Count; count > 0 && posted.TryDequeue(out var next); count--)
            next.Invoke();
    }
}
