using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Core.Tests.Loop;

internal sealed class LoopMethodBuilderTests
{
    [Test]
    public void Call_ThatDoesNotWait_HasItsResultAtOnce()
    {
        var call = Add(1, new ValueTask<int>(2));

        Assert.That((call.IsCompletedSuccessfully, call.Result), Is.EqualTo((true, 3)));
    }

    [Test]
    public void Call_ThatWaits_GoesOnWhenItIsTold()
    {
        var signal = new Signal();
        var call = Add(1, signal.Next());
        Assert.That(call.IsCompleted, Is.False);

        signal.Set(2);

        Assert.That((call.IsCompletedSuccessfully, call.Result), Is.EqualTo((true, 3)));
    }

    [Test]
    public void Calls_ThatWaitAtTheSameTime_KeepTheirOwnState()
    {
        Signal[] signals = [new(), new(), new()];
        for (var round = 0; round < 3; round++)
        {
            var calls = Array.ConvertAll(signals, signal => Add(round * 10, signal.Next()));
            for (var i = signals.Length - 1; i >= 0; i--)
                signals[i].Set(i);

            Assert.That(Array.ConvertAll(calls, static call => call.Result), Is.EqualTo((int[])[round * 10, round * 10 + 1, round * 10 + 2]));
        }
    }

    [Test]
    public void Call_ThatWaitsForAnother_GoesOnBehindIt()
    {
        var signal = new Signal();
        var call = AddTwice(1, signal);
        signal.Set(2);
        Assert.That(call.IsCompleted, Is.False);

        signal.Set(3);

        Assert.That(call.Result, Is.EqualTo(6));
    }

    [Test]
    public void Result_ThatContinuesWithTheSameMethod_UsesTheObjectAnew()
    {
        var signal = new Signal();
        var sums = new List<int>();
        _ = Repeat(signal, sums);

        for (var i = 0; i < 5; i++)
            signal.Set(i);

        Assert.That(sums, Is.EqualTo((int[])[0, 1, 2, 3, 4]));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Exception_BeforeOrBehindAWait_ReachesTheOneThatAwaits(bool waits)
    {
        var signal = new Signal();
        var call = Fail(waits ? signal.Next() : new ValueTask<int>(1));
        if (waits)
            signal.Set(1);

        Assert.That(call.IsFaulted, Is.True);
        Assert.That(() => call.Result, Throws.InstanceOf<NotSupportedException>().With.Message.EqualTo("1"));
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<int> Add(int number, ValueTask<int> other) => number + await other;

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<int> AddTwice(int number, Signal signal)
    {
        var sum = await Add(number, signal.Next());
        return await Add(sum, signal.Next());
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<int> Fail(ValueTask<int> wait) => throw new NotSupportedException($"{await wait}");

    private static async Task Repeat(Signal signal, List<int> sums)
    {
        while (true)
            sums.Add(await Add(0, signal.Next()));
    }

    private sealed class Signal : IValueTaskSource<int>
    {
        private LoopCompletion<int> completion;

        public ValueTask<int> Next()
        {
            completion.Reset();
            return new ValueTask<int>(this, completion.Version);
        }

        public void Set(int value) => completion.SetResult(value);

        public int GetResult(short token) => completion.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            completion.OnCompleted(continuation, state, token);
    }
}
