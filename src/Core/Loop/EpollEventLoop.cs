using System.Runtime.InteropServices;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Core.Loop;

/// <summary>
/// The epoll event method (<c>use epoll;</c>). A connection is registered once, edge-triggered for both directions, so a
/// keep-alive request costs no epoll_ctl.
/// </summary>
public sealed class EpollEventLoop : EventLoop, IDisposable
{
    private const ulong WakeToken = ulong.MaxValue;
    private const int DefaultEvents = 512;

    private readonly int epoll = Epoll.Create();
    private readonly int wakeDescriptor = Files.EventDescriptor();
    private readonly Epoll.Events events = new(DefaultEvents);
    private readonly List<IEpollSource?> sources = [];
    private readonly Stack<int> freeIndexes = new();
    private readonly byte[] wakeBytes = [1, 0, 0, 0, 0, 0, 0, 0];
    private int wakePending;
    private uint generation;

    public EpollEventLoop(int workerIndex) : base(workerIndex)
    {
        if (epoll < 0 || wakeDescriptor < 0)
            throw new InvalidOperationException("epoll_create1() or eventfd() failed");
        Epoll.Add(epoll, wakeDescriptor, Epoll.EPOLLIN | Epoll.EPOLLET, WakeToken);
    }

    public override void Listen(ListeningSocket socket, IConnectionAcceptor acceptor) =>
        new EpollListener(this, socket, acceptor).Start();

    public override void StopListening(ListeningSocket socket)
    {
        foreach (var source in CollectionsMarshal.AsSpan(sources))
        {
            if (source is EpollListener listener && listener.Socket == socket)
                listener.Stop();
        }
    }

    public void Dispose()
    {
        Files.Close(epoll);
        Files.Close(wakeDescriptor);
        events.Dispose();
    }

    /// <summary>Registers a descriptor; its source hears of every event until <see cref="Unregister"/>. 0 or errno.</summary>
    internal int Register(IEpollSource source, int fd, uint interest)
    {
        var index = freeIndexes.Count > 0 ? freeIndexes.Pop() : sources.Count;
        if (index == sources.Count)
            sources.Add(source);
        else
            sources[index] = source;
        source.Index = index;
        // Events of a descriptor that was closed meanwhile carry an older generation and are dropped.
        source.Generation = ++generation;
        return Epoll.Add(epoll, fd, interest, ((ulong)source.Generation << 32) | (uint)index);
    }

    /// <summary>Forgets a source; the kernel forgets the descriptor when it is closed.</summary>
    internal void Unregister(IEpollSource source)
    {
        if (source.Index < 0)
            return;
        sources[source.Index] = null;
        freeIndexes.Push(source.Index);
        source.Index = -1;
    }

    internal void RemoveDescriptor(int fd) => Epoll.Remove(epoll, fd);

    protected override void WaitAndDispatch(int timeoutMs)
    {
        var count = events.Wait(epoll, timeoutMs);
        Clock.Update();
        for (var i = 0; i < count; i++)
        {
            var data = events.Data(i);
            if (data == WakeToken)
            {
                OnWake();
                continue;
            }

            var source = sources[(int)(uint)data];
            if (source is not null && source.Generation == (uint)(data >> 32))
                source.OnEvents(events.Flags(i));
        }
    }

    protected override void Wake()
    {
        if (Interlocked.Exchange(ref wakePending, 1) == 0)
            Files.Write(wakeDescriptor, wakeBytes);
    }

    private void OnWake()
    {
        Span<byte> counter = stackalloc byte[8];
        Files.Read(wakeDescriptor, counter);
        Volatile.Write(ref wakePending, 0);
    }
}

/// <summary>Something with a descriptor in an epoll loop.</summary>
internal interface IEpollSource
{
    int Index { get; set; }
    uint Generation { get; set; }

    void OnEvents(uint flags);
}
