using Engine.Core.Conf;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Tests.Conf;

namespace Engine.Core.Tests.Modules;

/// <summary>The life of a cycle on its workers.</summary>
[TestFixture]
public sealed class CycleTests
{
    private readonly List<string> events = [];
    private ConfFolder folder = null!;
    private EpollEventLoop loop = null!;
    private Worker worker = null!;

    [SetUp]
    public void MakeWorker()
    {
        folder = new ConfFolder("events {}").With(new RecordingModule(events));
        loop = new EpollEventLoop(0);
        worker = new Worker(0, loop, new ServerInformation { MasterProcessId = 1, IsSingleProcess = true });
    }

    [TearDown]
    public void DisposeWorker()
    {
        loop.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Swap_WithoutUsers_ReleasesTheOldCycleAfterTheNewOneHasStarted()
    {
        var first = Start();
        var unused = false;
        first.OnUnused = _ => unused = true;

        var second = Start();
        first.SupersedeOn(worker);
        first.GiveUp();
        Turn();

        Assert.That(events, Is.EqualTo(new[] { "start 1", "start 2", "stop 1", "released 1" }));
        Assert.That(worker.Current, Is.SameAs(second));
        Assert.That(unused, Is.True);
    }

    [Test]
    public void Swap_WithAUser_ReleasesTheOldCycleWhenTheUserIsGone()
    {
        var first = Start();
        first.Hold(worker);
        Start();
        first.SupersedeOn(worker);
        Turn();
        Assert.That(events, Has.No.Member("released 1"));

        first.Release(worker);
        Assert.That(events, Has.No.Member("released 1"), "not inside the call that gives up the last use");
        Turn();

        Assert.That(events, Has.Exactly(1).EqualTo("released 1"));
    }

    [Test]
    public void Hold_AgainBeforeTheRelease_KeepsTheCycle()
    {
        var first = Start();
        Start();
        first.Hold(worker);
        first.SupersedeOn(worker);
        first.Release(worker);
        first.Hold(worker);
        Turn();
        Assert.That(events, Has.No.Member("released 1"));

        first.Release(worker);
        Turn();

        Assert.That(events, Has.Exactly(1).EqualTo("released 1"));
    }

    [Test]
    public void Cycle_OfTwoWorkers_IsUnusedWhenBothHaveReleasedIt()
    {
        using var otherLoop = new EpollEventLoop(1);
        var other = new Worker(1, otherLoop, worker.Server);
        var cycle = folder.Load();
        cycle.Activate();
        cycle.ExpectWorkers(2);
        StartOn(cycle, worker);
        StartOn(cycle, other);
        var unused = 0;
        cycle.OnUnused = _ => unused++;

        cycle.EndOn(worker);
        cycle.GiveUp();
        Assert.That(unused, Is.Zero);
        cycle.EndOn(other);

        Assert.That(unused, Is.EqualTo(1));
    }

    [Test]
    public void Cycle_ThatMayStillBeStarted_IsUnusedOnlyWhenItIsGivenUp()
    {
        var first = Start();
        var unused = false;
        first.OnUnused = _ => unused = true;

        first.EndOn(worker);
        Assert.That(unused, Is.False);
        first.GiveUp();

        Assert.That(unused, Is.True);
    }

    [Test]
    public void End_OfAWorker_ReleasesWhatIsStillHeld()
    {
        var first = Start();
        first.Hold(worker);
        Start();
        first.SupersedeOn(worker);

        worker.End();

        Assert.That(events, Is.EqualTo(new[] { "start 1", "start 2", "stop 1", "released 1", "released 2" }));
    }

    [Test]
    public void Quit_OfAWorkerThatHoldsNothing_IsDrainedAtOnce()
    {
        Start();
        worker.OnDrained = _ => events.Add("drained");

        worker.BeginQuit();

        Assert.That(events, Is.EqualTo(new[] { "start 1", "stop 1", "drained" }));
    }

    [Test]
    public void Quit_OfAWorkerThatHolds_IsDrainedWithTheLastRelease()
    {
        Start();
        worker.OnDrained = _ => events.Add("drained");
        worker.Hold();
        worker.Hold();

        worker.BeginQuit();
        worker.Release();
        Assert.That(events, Has.No.Member("drained"));
        worker.Release();

        Assert.That(events, Has.Exactly(1).EqualTo("drained"));
    }

    [Test]
    public void Quit_ThatIsCancelled_IsNotDrainedByTheLastRelease()
    {
        Start();
        worker.OnDrained = _ => events.Add("drained");
        worker.Hold();
        worker.BeginQuit();

        worker.CancelQuit();
        worker.Release();

        Assert.That(events, Has.No.Member("drained"));
    }

    [Test]
    public void Parts_OfModules_AreFoundByTheirType()
    {
        var cycle = folder.Load();
        cycle.Set("first");
        cycle.Set(new List<int>());
        cycle.Set("second");

        Assert.That(cycle.Get<string>(), Is.EqualTo("second"));
        Assert.That(cycle.Get<List<int>>(), Is.Not.Null);
        Assert.That(cycle.Get<Version>(), Is.Null);
    }

    [Test]
    public void State_OfAWorker_IsMadeOnce()
    {
        var made = worker.State(static _ => new List<int>());

        Assert.That(worker.State(static _ => new List<int>()), Is.SameAs(made));
    }

    [Test]
    public void Listen_OnAnAddressTwice_IsRefused()
    {
        var cycle = folder.Load();
        cycle.Listen(ListenOn("127.0.0.1:80", "a:1"));

        var refusal = Assert.Throws<ConfException>(() => cycle.Listen(ListenOn("127.0.0.1:80", "a:2")))!;

        Assert.That(refusal.Text, Is.EqualTo("duplicate \"127.0.0.1:80\" address and port pair in a:2"));
    }

    [Test]
    public void Activate_WithTooFewConnections_IsRefused()
    {
        using var small = new ConfFolder("events { worker_connections 1; }");
        var cycle = small.Load();
        cycle.Listen(ListenOn("127.0.0.1:80", "a:1"));

        Assert.That(() => cycle.Activate(), Throws.InstanceOf<ConfException>().With.Message.EqualTo("1 worker_connections are not enough for 1 listening sockets"));
    }

    private static ListenSpecification ListenOn(string address, string where) =>
        new() { Address = SocketAddress.Parse(address, 80), Options = new ListenOptions(), Where = where, Acceptor = static _ => throw new InvalidOperationException() };

    private Cycle Start()
    {
        var cycle = folder.Load();
        cycle.Activate();
        cycle.ExpectWorkers(1);
        StartOn(cycle, worker);
        return cycle;
    }

    private static void StartOn(Cycle cycle, Worker on)
    {
        cycle.AddWorker();
        cycle.StartOn(on);
    }

    /// <summary>One turn of the loop, which runs what was deferred.</summary>
    private void Turn()
    {
        loop.Post(static () => { });
        var turns = 0;
        loop.RunUntil(() => turns++ > 0);
    }

    private sealed class RecordingModule(List<string> events) : CoreModule
    {
        private readonly List<Cycle> cycles = [];

        public override string Name => "recording";

        public override void Register(DirectiveTable table)
        {
        }

        public override void OnWorkerStart(Cycle cycle, Worker worker) => Note("start", cycle);

        public override void OnWorkerStop(Cycle cycle, Worker worker) => Note("stop", cycle);

        public override void OnWorkerReleased(Cycle cycle, Worker worker) => Note("released", cycle);

        private void Note(string what, Cycle cycle)
        {
            if (!cycles.Contains(cycle))
                cycles.Add(cycle);
            events.Add($"{what} {cycles.IndexOf(cycle) + 1}");
        }
    }
}
