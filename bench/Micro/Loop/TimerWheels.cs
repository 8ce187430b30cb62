using BenchmarkDotNet.Attributes;
using Engine.Core.Loop;

namespace Engine.Bench.Micro.Loop;

/// <summary>Timers with a wheel full of others, as a worker with many connections has it.</summary>
[MemoryDiagnoser]
public class TimerWheels : IDisposable
{
    private const int Batch = 1000;

    private readonly EpollEventLoop loop = new(workerIndex: 0);
    private readonly Nothing timer = new();
    private readonly Nothing[] due = new Nothing[Batch];
    private long now = 1;

    [Params(0, 10_000)]
    public int Others { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Others; i++)
            new Nothing().Arm(loop, 1_000_000_000 + i * 7);
        for (var i = 0; i < due.Length; i++)
            due[i] = new Nothing();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        loop.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void ArmAndDetach()
    {
        timer.Arm(loop, 60_000);
        timer.Detach();
    }

    /// <summary>What every request of a keep-alive connection does.</summary>
    [Benchmark]
    public void DisarmAndArmAgain()
    {
        timer.Disarm();
        timer.Arm(loop, 60_000);
    }

    /// <summary>Armed at the loop's time, which stands still here, and expired by a wheel that goes on.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void ArmAndExpire()
    {
        for (var i = 0; i < due.Length; i++)
            due[i].Arm(loop, now + i);
        now += Batch + 1;
        loop.Timers.Advance(now + loop.Clock.NowMs);
    }

    [Benchmark]
    public long UntilNext() => loop.Timers.UntilNext(now);

    private sealed class Nothing : Engine.Core.Loop.Timer
    {
        protected override void OnExpired()
        {
        }
    }
}
