using Engine.Core.Loop;

namespace Engine.Core.Tests.Loop;

public sealed class TimerWheelTests
{
    private readonly ScriptedEventLoop loop = new();
    private readonly List<string> expired = [];

    [Test]
    public void Expire_SeveralAtOnce_InOrderOfDeadlineThenOfArming()
    {
        Arm("c", 30);
        Arm("a", 10);
        Arm("b1", 20);
        Arm("b2", 20);

        loop.Turn(afterMs: 100);

        Assert.That(expired, Is.EqualTo(new[] { "a", "b1", "b2", "c" }));
    }

    [Test]
    public void Expire_NotOneMillisecondEarly()
    {
        Arm("a", 100);

        loop.Turn(afterMs: 99);
        Assert.That(expired, Is.Empty);
        loop.Turn(afterMs: 1);

        Assert.That(expired, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Arm_AgainForLater_StaysWhereItIsAndExpiresOnceAtTheLaterTime()
    {
        var timer = Arm("a", 100);
        loop.Turn(afterMs: 50);
        timer.Arm(loop, 100);
        Assert.That(loop.Timers.Count, Is.EqualTo(1));

        loop.Turn(afterMs: 99);
        Assert.That(expired, Is.Empty);
        loop.Turn(afterMs: 1);

        Assert.That(expired, Is.EqualTo(new[] { "a" }));
        Assert.That(loop.Timers.Count, Is.Zero);
    }

    [Test]
    public void Arm_AgainForLater_ComesBehindOneArmedMeanwhileForTheSameTime()
    {
        var first = Arm("first", 50);
        Arm("second", 100);
        first.Arm(loop, 100);

        loop.Turn(afterMs: 60);
        loop.Turn(afterMs: 60);

        Assert.That(expired, Is.EqualTo(new[] { "second", "first" }));
    }

    [Test]
    public void Arm_AgainForEarlier_ExpiresEarlier()
    {
        var timer = Arm("a", 60_000);
        timer.Arm(loop, 10);

        loop.Turn(afterMs: 10);

        Assert.That(expired, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Disarm_ThenTimePasses_NothingHappensAndTheWheelIsEmpty()
    {
        var timer = Arm("a", 100);
        timer.Disarm();

        loop.Turn(afterMs: 1000);

        Assert.That(expired, Is.Empty);
        Assert.That(timer.IsArmed, Is.False);
        Assert.That(loop.Timers.Count, Is.Zero);
    }

    [Test]
    public void Disarm_ThenArmEarlier_ExpiresAtTheNewTime()
    {
        var timer = Arm("a", 1000);
        timer.Disarm();
        timer.Arm(loop, 5);

        loop.Turn(afterMs: 5);

        Assert.That(expired, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Detach_InTheMiddleOfASlot_LeavesTheOthers()
    {
        Arm("a", 100);
        var middle = Arm("b", 100);
        Arm("c", 100);

        middle.Detach();
        Assert.That(loop.Timers.Count, Is.EqualTo(2));
        loop.Turn(afterMs: 100);

        Assert.That(expired, Is.EqualTo(new[] { "a", "c" }));
    }

    [Test]
    public void Expire_ArmsItselfForNow_IsTheNextTurnsAndThatDoesNotWait()
    {
        var count = 0;
        TestTimer? timer = null;
        timer = new TestTimer(() =>
        {
            count++;
            timer!.Arm(loop, 0);
        });
        timer.Arm(loop, 1);

        loop.Turn(afterMs: 1);
        Assert.That(count, Is.EqualTo(1));
        loop.Turn();

        Assert.That((count, loop.LastTimeoutMs), Is.EqualTo((2, 0)));
    }

    [Test]
    public void Expire_DisarmsAndMovesOthersThatAreDueToo_TheyObey()
    {
        TestTimer? disarmed = null;
        TestTimer? detached = null;
        TestTimer? moved = null;
        new TestTimer(() =>
        {
            disarmed!.Disarm();
            detached!.Detach();
            moved!.Arm(loop, 50);
        }).Arm(loop, 10);
        disarmed = Arm("disarmed", 10);
        detached = Arm("detached", 11);
        moved = Arm("moved", 12);

        loop.Turn(afterMs: 20);
        Assert.That(expired, Is.Empty);
        loop.Turn(afterMs: 50);

        Assert.That(expired, Is.EqualTo(new[] { "moved" }));
    }

    [TestCase(long.MaxValue)]
    [TestCase(100L * 365 * 24 * 3600 * 1000)]
    public void Arm_FurtherThanTheWheelReaches_WaitsAndDoesNotSpin(long delayMs)
    {
        Arm("far", delayMs);

        for (var i = 0; i < 20; i++)
            loop.Turn(afterMs: 200L * 24 * 3600 * 1000);

        Assert.That(expired, Is.Empty);
        Assert.That(loop.LastTimeoutMs, Is.GreaterThan(0));
    }

    [Test]
    public void UntilNext_NothingArmed_WaitsForEver()
    {
        loop.Turn();

        Assert.That(loop.LastTimeoutMs, Is.EqualTo(-1));
    }

    [TestCase(1, 200)]
    [TestCase(2, 70_000)]
    [TestCase(3, 20_000_000)]
    [TestCase(4, 100_000_000_000)]
    public void Wheel_RandomUse_BehavesAsASortedList(int seed, long range)
    {
        var random = new Random(seed);
        var deadlines = new Dictionary<TestTimer, long>();
        var timers = new List<TestTimer>();
        for (var i = 0; i < 50; i++)
        {
            TestTimer? timer = null;
            timer = new TestTimer(() =>
            {
                Assert.That(deadlines.Remove(timer!, out var deadline), Is.True, "expired though not armed");
                Assert.That(deadline, Is.LessThanOrEqualTo(loop.Clock.NowMs));
            });
            timers.Add(timer);
        }

        for (var step = 0; step < 3000; step++)
        {
            var timer = timers[random.Next(timers.Count)];
            var delay = random.NextInt64(random.Next(2) == 0 ? range : 100);
            switch (random.Next(5))
            {
                case 0:
                    timer.Disarm();
                    deadlines.Remove(timer);
                    break;
                case 1:
                    timer.Detach();
                    deadlines.Remove(timer);
                    break;
                default:
                    timer.Arm(loop, delay);
                    deadlines[timer] = loop.Clock.NowMs + delay;
                    break;
            }

            Step(random.NextInt64(range / 20 + 2));
        }

        void Step(long byMs)
        {
            var earliest = deadlines.Count == 0 ? long.MaxValue : deadlines.Values.Min();
            var until = loop.Timers.UntilNext(loop.Clock.NowMs);
            if (deadlines.Count > 0)
                Assert.That(until, Is.InRange(0, Math.Max(0, earliest - loop.Clock.NowMs)), "the loop would sleep too long");
            loop.Turn(byMs);
            Assert.That(deadlines.Values, Is.All.GreaterThan(loop.Clock.NowMs), "overdue");
        }
    }

    private TestTimer Arm(string name, long delayMs)
    {
        var timer = new TestTimer(() => expired.Add(name));
        timer.Arm(loop, delayMs);
        return timer;
    }

    private sealed class TestTimer(Action expired) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => expired();
    }
}
