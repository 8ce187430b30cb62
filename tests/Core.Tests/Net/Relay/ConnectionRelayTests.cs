using Engine.Core.Net.Relay;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net.Relay;

public sealed class ConnectionRelayTests : IRelayObserver
{
    private readonly List<string> firsts = [];
    private readonly ScriptedEventLoop loop = new();
    private readonly ScriptedConnection client;
    private readonly ScriptedConnection upstream;
    private readonly ConnectionRelay relay;

    public ConnectionRelayTests()
    {
        client = new ScriptedConnection(loop);
        upstream = new ScriptedConnection(loop);
        relay = new ConnectionRelay(loop) { Observer = this };
    }

    [TearDown]
    public void NothingIsLeft()
    {
        relay.Cancel();
        client.Close();
        upstream.Close();
        loop.Turn();
        Assert.That((loop.Segments.Leased, loop.ConnectionCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Run_BothSend_EachGetsTheOthersBytesAndNoBufferStays()
    {
        var run = Run();

        client.Arrive("question").Readable();
        upstream.Arrive("answer").Readable();

        Assert.That(Sent(upstream), Is.EqualTo("question"));
        Assert.That(Sent(client), Is.EqualTo("answer"));
        Assert.That((relay.Upload.Read, relay.Upload.Passed, relay.Download.Read, relay.Download.Passed), Is.EqualTo((8L, 8L, 6L, 6L)));
        Assert.That((loop.Segments.Leased, run.IsCompleted), Is.EqualTo((0, false)));
    }

    [Test]
    public void Run_OnePiece_IsOneReceiveAndOneSend()
    {
        _ = Run();
        client.Arrive("x").Readable();

        Assert.That(client.Calls, Is.EqualTo(new[] { "recv 4096 -> 1" }));
        Assert.That(upstream.Calls, Is.EqualTo(new[] { "send x" }));
    }

    [Test]
    public void Run_BytesReadBefore_AreTheFirstToBePassed()
    {
        client.Arrive("early").Readable();
        var read = client.Input.ReadAsync().Result;
        client.Input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);

        _ = Run();

        Assert.That(Sent(upstream), Is.EqualTo("early"));
    }

    [TestCase(true, ExpectedResult = RelayEnd.ClientDone)]
    [TestCase(false, ExpectedResult = RelayEnd.UpstreamDone)]
    public RelayEnd Run_OneSideFinishes_EndsBoth(bool isClient)
    {
        var run = Run();
        var side = isClient ? client : upstream;

        side.Arrive("bye").ReceiveFails(0).Readable(closing: true);

        Assert.That(Sent(isClient ? upstream : client), Is.EqualTo("bye"));
        return run.Result;
    }

    [Test]
    public void Run_FinishedWhileTheOtherTakesNothing_EndsWhenItHasTakenAll()
    {
        upstream.Take(1, -Errno.EAGAIN);
        var run = Run();
        client.Arrive("bye").ReceiveFails(0).Readable(closing: true);
        Assert.That((run.IsCompleted, relay.Upload.Passed), Is.EqualTo((false, 0L)));

        upstream.Writable();

        Assert.That(run.Result, Is.EqualTo(RelayEnd.ClientDone));
        Assert.That(upstream.Calls, Is.EqualTo(new[] { "send bye", "send ye", "send ye" }));
    }

    [Test]
    public void HalfClose_OneSideFinishes_TheOtherIsToldAndGoesOn()
    {
        var run = Run(new RelayOptions { HalfClose = true });
        client.Arrive("all").ReceiveFails(0).Readable(closing: true);
        Assert.That(upstream.Calls, Is.EqualTo(new[] { "send all", "shutdown" }));

        upstream.Arrive("answer").ReceiveFails(0).Readable(closing: true);

        Assert.That(Sent(client), Is.EqualTo("answer"));
        Assert.That(run.Result, Is.EqualTo(RelayEnd.UpstreamDone));
    }

    [Test]
    public void Run_ReadFails_EndsWithTheErrno()
    {
        var run = Run();

        upstream.ReceiveFails(Errno.ECONNRESET).Readable(closing: true);

        Assert.That((run.Result, upstream.BrokenBy), Is.EqualTo((RelayEnd.UpstreamDone, Errno.ECONNRESET)));
    }

    [Test]
    public void Run_WriteFails_IsTheFailureOfWhoShouldHaveTakenIt()
    {
        client.Take(-Errno.EPIPE);
        var run = Run();

        upstream.Arrive("x").Readable();

        Assert.That((run.Result, client.BrokenBy), Is.EqualTo((RelayEnd.ClientFailed, Errno.EPIPE)));
    }

    [Test]
    public void Run_NothingMoves_TimesOut()
    {
        var run = Run(new RelayOptions { TimeoutMs = 100 });
        loop.Turn(60);
        client.Arrive("x").Readable();
        loop.Turn(60);
        loop.Turn(39);
        Assert.That(run.IsCompleted, Is.False);

        loop.Turn(1);

        Assert.That(run.Result, Is.EqualTo(RelayEnd.TimedOut));
    }

    [Test]
    public void Run_OneSideTakesNothingAndTheOtherTalks_IsNotIdle()
    {
        upstream.Take(-Errno.EAGAIN);
        var run = Run(new RelayOptions { TimeoutMs = 100 });
        client.Arrive("x").Readable();
        loop.Turn(90);
        upstream.Arrive("y").Readable();
        loop.Turn(90);
        Assert.That(run.IsCompleted, Is.False);

        loop.Turn(10);

        Assert.That(run.Result, Is.EqualTo(RelayEnd.TimedOut));
    }

    [Test]
    public void Run_OneSideTakesSlowly_IsNotIdle()
    {
        upstream.Take(-Errno.EAGAIN, 1, -Errno.EAGAIN);
        var run = Run(new RelayOptions { TimeoutMs = 100 });
        client.Arrive("xyz").Readable();
        loop.Turn(90);
        upstream.Writable();
        loop.Turn(90);

        Assert.That(run.IsCompleted, Is.False);
    }

    [Test]
    public void Cancel_WhileAllWait_EndsAtOnce()
    {
        upstream.Take(-Errno.EAGAIN);
        var run = Run();
        client.Arrive("x").Readable();

        relay.Cancel();

        Assert.That(run.Result, Is.EqualTo(RelayEnd.Canceled));
    }

    [Test]
    public void Run_ClientClosedByOurselves_Ends()
    {
        var run = Run();

        client.Close();
        loop.Turn();

        Assert.That(run.Result, Is.EqualTo(RelayEnd.ClientDone));
    }

    [Test]
    public void Rate_EachSecondAllowsItOnce()
    {
        relay.Upload.Rate = new RelayRate(4, loop.Clock.UnixSeconds);
        _ = Run();
        client.Arrive("1234").Arrive("5678").Readable();
        Assert.That(Sent(upstream), Is.EqualTo("1234"));
        loop.Turn(999);
        Assert.That(Sent(upstream), Is.EqualTo("1234"));

        loop.Turn(1);

        Assert.That(Sent(upstream), Is.EqualTo("12345678"));
        Assert.That(client.Calls, Is.EqualTo(new[] { "recv 4 -> 4", "recv 4 -> 4" }));
    }

    [Test]
    public void Rate_BytesReadBefore_Count()
    {
        relay.Upload.Rate = new RelayRate(4, loop.Clock.UnixSeconds);
        relay.Upload.Read = 8;
        _ = Run();
        client.Arrive("1").Readable();
        loop.Turn(2000);
        client.Readable();

        Assert.That(Sent(upstream), Is.EqualTo("1"));
    }

    [Test]
    public void Rate_WhileItHoldsBack_IsNotIdle()
    {
        relay.Upload.Rate = new RelayRate(1, loop.Clock.UnixSeconds);
        var run = Run(new RelayOptions { TimeoutMs = 100 });
        client.Arrive("1").Readable();
        loop.Turn(500);
        loop.Turn(500);
        Assert.That(run.IsCompleted, Is.False);

        loop.Turn(100);

        Assert.That(run.Result, Is.EqualTo(RelayEnd.TimedOut));
    }

    [Test]
    public void BufferSize_IsTheLongestRead()
    {
        _ = Run(new RelayOptions { BufferSize = 10 });
        client.Arrive("12345").Readable();

        Assert.That(client.Calls[0], Is.EqualTo("recv 10 -> 5"));
    }

    [Test]
    public void FirstByte_OfEachDirection_IsToldOnce()
    {
        _ = Run();
        upstream.Arrive("a").Readable();
        upstream.Arrive("b").Readable();
        Assert.That(firsts, Is.EqualTo(new[] { "download" }));

        client.ReceiveFails(0).Readable(closing: true);

        Assert.That(firsts, Is.EqualTo(new[] { "download", "upload" }));
    }

    [Test]
    public void Run_Again_BeginsAnew()
    {
        var first = Run();
        client.Arrive("x").ReceiveFails(0).Readable(closing: true);
        Assert.That(first.Result, Is.EqualTo(RelayEnd.ClientDone));
        relay.Clear();
        using var others = new Pair(loop);

        var second = relay.RunAsync(others.Client, others.Upstream, new RelayOptions());
        others.Upstream.Arrive("again").ReceiveFails(0).Readable(closing: true);

        Assert.That(Sent(others.Client), Is.EqualTo("again"));
        Assert.That((second.Result, relay.Upload.Read, relay.Download.Read), Is.EqualTo((RelayEnd.UpstreamDone, 0L, 5L)));
    }

    void IRelayObserver.OnFirstByte(RelayDirection direction) => firsts.Add(direction.IsUpload ? "upload" : "download");

    /// <summary>What a connection was given and took, partial sends left out.</summary>
    private static string Sent(ScriptedConnection connection) => string.Concat(connection.Calls.Where(static call => call.StartsWith("send ", StringComparison.Ordinal)).Select(static call => call[5..]));

    private ValueTask<RelayEnd> Run() => Run(new RelayOptions());

    private ValueTask<RelayEnd> Run(RelayOptions options) => relay.RunAsync(client, upstream, options);

    private sealed class Pair(ScriptedEventLoop loop) : IDisposable
    {
        public ScriptedConnection Client { get; } = new(loop);

        public ScriptedConnection Upstream { get; } = new(loop);

        public void Dispose()
        {
            Client.Close();
            Upstream.Close();
        }
    }
}
