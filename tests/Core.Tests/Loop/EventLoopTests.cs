using Engine.Core.Loop;

namespace Engine.Core.Tests.Loop;

public sealed class EventLoopTests
{
    private readonly ScriptedEventLoop loop = new();
    private readonly List<string> ran = [];

    [Test]
    public void Post_Several_RunInTheirOrderOnTheLoop()
    {
        loop.Post(() => ran.Add("a"));
        loop.Post(() => ran.Add(EventLoop.CurrentOrNull == loop && loop.InLoop ? "b on the loop" : "b elsewhere"));

        loop.Turn();

        Assert.That(ran, Is.EqualTo(new[] { "a", "b on the loop" }));
        Assert.That(EventLoop.CurrentOrNull, Is.Null);
        Assert.That(static () => EventLoop.Current, Throws.InvalidOperationException);
    }

    [Test]
    public void Post_FromAPostedEvent_IsForTheNextTurnWhichDoesNotWait()
    {
        loop.Post(() => loop.Post(() => ran.Add("second")));

        loop.Turn();
        Assert.That(ran, Is.Empty);
        loop.Turn();

        Assert.That(ran, Is.EqualTo(new[] { "second" }));
        Assert.That(loop.LastTimeoutMs, Is.Zero);
    }

    [Test]
    public void Post_OnTheLoop_NeedsNoWake()
    {
        loop.Post(() => loop.Post(static () => { }));
        var wakes = loop.Wakes;

        loop.Turn();

        Assert.That((wakes, loop.Wakes), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Defer_QueuedAlready_RunsOnceAtItsOldPlace()
    {
        var a = new Node(ran, "a");
        var b = new Node(ran, "b");
        loop.Defer(a);
        loop.Defer(b);
        loop.Defer(a);

        loop.Turn();
        Assert.That(ran, Is.EqualTo(new[] { "a", "b" }));
        loop.Defer(a);
        loop.Turn();

        Assert.That(ran, Is.EqualTo(new[] { "a", "b", "a" }));
    }

    [Test]
    public void Defer_FromATimer_NextTurnDoesNotWait()
    {
        new DeferringTimer(loop, new Node(ran, "deferred")).Arm(loop, 10);

        loop.Turn(afterMs: 10);
        loop.Turn();

        Assert.That(ran, Is.EqualTo(new[] { "deferred" }));
        Assert.That(loop.LastTimeoutMs, Is.Zero);
    }

    [Test]
    public void Stop_BehindAPost_RunsWhatWasPosted()
    {
        loop.Post(() =>
        {
            loop.Post(() => ran.Add("before"));
            loop.Stop();
        });

        loop.Run();

        Assert.That(ran, Is.EqualTo(new[] { "before" }));
    }

    [Test]
    public void Run_AnEventThrows_TheThreadIsNoLoopAnyMore()
    {
        loop.Post(static () => throw new ArithmeticException());

        Assert.That(() => loop.Turn(), Throws.InstanceOf<ArithmeticException>());
        Assert.That(EventLoop.CurrentOrNull, Is.Null);
    }

    [Test]
    public void Clock_ReadOncePerTurn_AndFormatsTheDateField()
    {
        loop.Turn(afterMs: 1500);
        var before = loop.Clock.NowMs;
        loop.Turn(afterMs: 250);

        Assert.That(loop.Clock.NowMs - before, Is.EqualTo(250));
        Assert.That(loop.Clock.UnixMs, Is.EqualTo(1_000_000_001_750));
        Assert.That(loop.Clock.UnixSeconds, Is.EqualTo(1_000_000_001));
        Assert.That(loop.Clock.HttpDate.SequenceEqual("Sun, 09 Sep 2001 01:46:41 GMT"u8), Is.True);
    }

    private sealed class Node(List<string> ran, string name) : PostedEvent
    {
        public override void Invoke() => ran.Add(name);
    }

    private sealed class DeferringTimer(EventLoop loop, PostedEvent node) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => loop.Defer(node);
    }
}
