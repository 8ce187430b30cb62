using Engine.Core.Loop;
using Engine.Testing;

namespace Engine.Core.Tests.Loop;

/// <summary>What every event method does with threads.</summary>
[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class EventMethodTests(string method)
{
    [Test]
    public void Post_FromManyThreads_EveryOneRunsAndNoWakeIsLost()
    {
        const int perThread = 5000;
        using var test = new TestLoop(method);
        var ran = 0;
        var threads = Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < perThread; i++)
                test.Loop.Post(() => ran++);
        })).ToList();
        threads.ForEach(static thread => thread.Start());

        test.RunUntil(() => ran == 3 * perThread);

        threads.ForEach(static thread => thread.Join());
    }

    [Test]
    public void Stop_FromAnotherThread_EndsRun()
    {
        using var test = new TestLoop(method);
        var thread = new Thread(test.Loop.Run);
        thread.Start();

        test.Loop.Stop();

        Assert.That(thread.Join(SafetyTimeout.Value), Is.True);
    }

    [Test]
    public void Arm_RealClock_Expires()
    {
        using var test = new TestLoop(method);
        var expired = false;
        var armed = new CallTimer(() => expired = true);
        test.Loop.Post(() => armed.Arm(test.Loop, 5));

        test.RunUntil(() => expired);

        Assert.That(armed.IsArmed, Is.False);
    }

    [Test]
    public void Run_OnAHelperThread_ContinuesOnTheLoopWithTheResult()
    {
        using var test = new TestLoop(method);

        test.Run(async () =>
        {
            var thread = Environment.CurrentManagedThreadId;
            var other = await HelperThreads.Run(static text => text + Environment.CurrentManagedThreadId, "thread ");
            Assert.That(other, Is.Not.EqualTo("thread " + thread));
            Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread));
        });
    }

    [Test]
    public void Run_TheCallThrows_ItIsThrownWhereItIsAwaited()
    {
        using var test = new TestLoop(method);

        test.Run(async () =>
        {
            await Assert.ThatAsync(
                async () => await HelperThreads.Run<int, int>(static _ => throw new FileNotFoundException(), 0),
                Throws.InstanceOf<FileNotFoundException>());
            Assert.That(test.Loop.InLoop, Is.True);
        });
    }

    [TestCase("kqueue")]
    [TestCase("")]
    public void Create_UnknownMethod_IsNull(string unknown) => Assert.That(EventLoop.Create(unknown, 0), Is.Null);

    private sealed class CallTimer(Action expired) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => expired();
    }
}
