using Engine.Core.Loop;
using Engine.Core.Net;

namespace Engine.Http.Tests.InProcess;

/// <summary>A loop without sockets: connections are the test's, time passes when the test says so.</summary>
internal sealed class ScriptedLoop : EventLoop
{
    private readonly ManualTime time;
    private readonly Func<bool> hasTurned;
    private int turns;

    public ScriptedLoop() : this(new ManualTime())
    {
    }

    private ScriptedLoop(ManualTime time) : base(0, time)
    {
        this.time = time;
        hasTurned = () => turns++ > 0;
    }

    /// <summary>Lets time pass and runs one turn.</summary>
    public void Turn(long afterMs = 0)
    {
        time.Advance(afterMs);
        turns = 0;
        RunUntil(hasTurned);
    }

    public override Connector CreateConnector() => throw new NotSupportedException();

    public override UdpSocket CreateUdpSocket() => throw new NotSupportedException();

    public override void Listen(ListeningSocket socket, IConnectionAcceptor acceptor) => throw new NotSupportedException();

    public override void StopListening(ListeningSocket socket) => throw new NotSupportedException();

    protected override void WaitAndDispatch(int timeoutMs) => Clock.Update();

    protected override void Wake()
    {
    }}
