using Engine.Core.Loop;
using Engine.Core.Net;

namespace Engine.Core.Tests.Loop;

/// <summary>A loop without sockets whose time the test moves; every turn runs when the test says so.</summary>
internal sealed class ScriptedEventLoop : EventLoop
{
    private readonly ManualTime time;

    public ScriptedEventLoop() : this(new ManualTime())
    {
    }

    private ScriptedEventLoop(ManualTime time) : base(0, time) => this.time = time;

    /// <summary>What the last wait was told.</summary>
    public int LastTimeoutMs { get; private set; }

    public int Wakes { get; private set; }

    /// <summary>Lets time pass and runs one turn.</summary>
    public void Turn(long afterMs = 0)
    {
        time.Advance(afterMs);
        var turns = 0;
        RunUntil(() => turns++ > 0);
    }

    public override Connector CreateConnector() => throw new NotSupportedException();

    public override UdpSocket CreateUdpSocket() => throw new NotSupportedException();

    public override void Listen(ListeningSocket socket, IConnectionAcceptor acceptor) => throw new NotSupportedException();

    public override void StopListening(ListeningSocket socket) => throw new NotSupportedException();

    protected override void WaitAndDispatch(int timeoutMs)
    {
        LastTimeoutMs = timeoutMs;
        Clock.Update();
    }

    protected override void Wake() => Wakes++;
}
