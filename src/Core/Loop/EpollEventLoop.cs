using System.Diagnostics;
using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
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

    private readonly int wakeDescriptor = Files.EventDescriptor();
    private readonly Epoll.Events events = new(DefaultEvents);
    private readonly List<IEpollSource?> sources = [];
    private readonly Stack<int> freeIndexes = new();
    private readonly byte[] wakeBytes = [1, 0, 0, 0, 0, 0, 0, 0];
    private int epoll = Epoll.Create();
    private int wakePending;
    private uint generation;

    /// <exception cref="InvalidOperationException">The kernel gives no more descriptors.</exception>
    public EpollEventLoop(int workerIndex, TimeProvider? time = null) : base(workerIndex, time)
    {
        var errno = epoll < 0 ? -epoll : wakeDescriptor < 0 ? -wakeDescriptor : Epoll.Add(epoll, wakeDescriptor, Epoll.EPOLLIN | Epoll.EPOLLET, WakeToken);
        if (errno == 0)
            return;
        Dispose();
        throw new InvalidOperationException($"epoll_create1() or eventfd() failed ({errno}: {Errno.Text(errno)})");
    }

    public override void Listen(ListeningSocket socket, IConnectionAcceptor acceptor)
    {
        if (socket.Options.IsDatagram)
            new EpollDatagramListener(this, socket, acceptor).Start();
        else
            new EpollListener(this, socket, acceptor).Start();
    }

    public override void StopListening(ListeningSocket socket)
    {
        foreach (var source in CollectionsMarshal.AsSpan(sources))
        {
            if (source is EpollListener listener && listener.Socket == socket)
                listener.Stop();
            else if (source is EpollDatagramListener datagrams && datagrams.Socket == socket)
                datagrams.Stop();
        }
    }

    public override Connector CreateConnector() => new EpollConnector(this);

    public override UdpSocket CreateUdpSocket() => new EpollUdpSocket(this);

    public override int Watch(int fd, DescriptorWatch watch) => Register(watch, fd, EpollConnection.Interest);

    public override void Unwatch(DescriptorWatch watch) => Unregister(watch);

    public void Dispose()
    {
        // Who posts from now on must not write to a descriptor that may be somebody else's by then.
        Interlocked.Exchange(ref wakePending, 1);
        if (epoll >= 0)
            Files.Close(epoll);
        // Who watches something from now on fails, even when the number is another loop's by then.
        epoll = -1;
        if (wakeDescriptor >= 0)
            Files.Close(wakeDescriptor);
        events.Dispose();
    }

    /// <summary>Registers a descriptor; its source hears of every event until <see cref="Unregister"/>. 0 or errno.</summary>
    internal int Register(IEpollSource source, int fd, uint interest)
    {
        Debug.Assert(source.Index < 0, "registered twice");
        var index = freeIndexes.Count > 0 ? freeIndexes.Pop() : sources.Count;
        if (index == sources.Count)
            sources.Add(source);
        else
            sources[index] = source;
        source.Index = index;
        // Events of a descriptor that was closed meanwhile carry an older generation and are dropped.
        source.Generation = ++generation;
        var errno = Epoll.Add(epoll, fd, interest, ((ulong)source.Generation << 32) | (uint)index);
        if (errno == 0)
            return 0;
        Unregister(source);
        Log.Write(LogLevel.Alert, $"epoll_ctl() failed", errno);
        return errno;
    }

    /// <summary>The events of a registered descriptor go to another source from now on.</summary>
    internal void Replace(IEpollSource source, IEpollSource successor)
    {
        successor.Index = source.Index;
        successor.Generation = source.Generation;
        sources[source.Index] = successor;
        source.Index = -1;
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
        if (count < 0 && count != -Errno.EINTR)
            Log.Write(LogLevel.Alert, $"epoll_wait() failed", -count);
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
        // A full fence: who posted before it skipped the wake-up, and is seen by the look into the queue that follows.
        Interlocked.Exchange(ref wakePending, 0);
    }
}

/// <summary>Something with a descriptor in an epoll loop.</summary>
internal interface IEpollSource
{
    int Index { get; set; }
    uint Generation { get; set; }

    void OnEvents(uint flags);
}
