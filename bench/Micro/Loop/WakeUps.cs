using BenchmarkDotNet.Attributes;
using Engine.Core.Loop;

namespace Engine.Bench.Micro.Loop;

/// <summary>What it costs to have something done by a loop.</summary>
[MemoryDiagnoser]
public class WakeUps : IDisposable
{
    private const int Turns = 10_000;

    private readonly LoopThread loop = new();
    private Signal signal = null!;
    private Chain chain = null!;

    [GlobalSetup]
    public void Create()
    {
        signal = new Signal(loop);
        chain = new Chain(loop);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        loop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another thread posts and waits: two thread switches and one eventfd.</summary>
    [Benchmark]
    public void FromAnotherThread() => loop.Run(signal);

    /// <summary>An event posts itself again: one turn of the loop, with its look at the sockets and timers, per event.</summary>
    [Benchmark(OperationsPerInvoke = Turns)]
    public void TurnOfTheLoop()
    {
        chain.Left = Turns;
        loop.Run(chain);
    }

    private sealed class Signal(LoopThread loop) : PostedEvent
    {
        public override void Invoke() => loop.Done();
    }

    private sealed class Chain(LoopThread loop) : PostedEvent
    {
        public int Left { get; set; }

        public override void Invoke()
        {
            if (--Left > 0)
                loop.Loop.Post(this);
            else
                loop.Done();
        }
    }
}
