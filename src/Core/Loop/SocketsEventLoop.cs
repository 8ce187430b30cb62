using System.IO.Pipelines;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;

namespace Engine.Core.Loop;

/// <summary>
/// The event method over .NET's sockets (<c>use sockets;</c>), for systems without epoll: .NET's threads wait for the sockets and
/// post what happened to the loop.
/// </summary>
public sealed class SocketsEventLoop : EventLoop
{
    private readonly AutoResetEvent wake = new(false);
    private readonly List<SocketsListener> listeners = [];
    private readonly List<SocketsDatagramListener> datagramListeners = [];
    private SynchronizationContext? outerContext;

    public SocketsEventLoop(int workerIndex, TimeProvider? time = null) : base(workerIndex, time) => Scheduler = new LoopScheduler(this);

    /// <summary>Runs continuations on this loop.</summary>
    internal PipeScheduler Scheduler { get; }

    public override Connector CreateConnector() => new SocketsConnector(this);

    public override UdpSocket CreateUdpSocket() => new SocketsUdpSocket(this);

    public override void Listen(ListeningSocket socket, IConnectionAcceptor acceptor)
    {
        if (socket.Options.IsDatagram)
        {
            var datagrams = new SocketsDatagramListener(this, socket, acceptor);
            datagramListeners.Add(datagrams);
            Post(datagrams.Start);
            return;
        }

        var listener = new SocketsListener(this, socket, acceptor);
        listeners.Add(listener);
        Post(listener.Start);
    }

    public override void StopListening(ListeningSocket socket)
    {
        foreach (var listener in listeners.FindAll(listener => listener.Socket == socket))
        {
            listener.Stop();
            listeners.Remove(listener);
        }

        foreach (var listener in datagramListeners.FindAll(listener => listener.Socket == socket))
        {
            listener.Stop();
            datagramListeners.Remove(listener);
        }
    }

    protected override void Enter()
    {
        base.Enter();
        outerContext = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new LoopSynchronizationContext(this));
    }

    protected override void Leave()
    {
        SynchronizationContext.SetSynchronizationContext(outerContext);
        base.Leave();
    }

    protected override void WaitAndDispatch(int timeoutMs)
    {
        wake.WaitOne(timeoutMs);
        Clock.Update();
    }

    protected override void Wake() => wake.Set();

    private sealed class LoopScheduler(EventLoop loop) : PipeScheduler
    {
        public override void Schedule(Action<object?> action, object? state) => loop.Post(() => action(state));
    }

    /// <summary>What is awaited on the loop goes on on the loop.</summary>
    private sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => loop.Post(() => d(state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nobody waits for a loop");

        public override SynchronizationContext CreateCopy() => this;
    }
}
