using Engine.Core.Loop;

namespace Engine.Bench.Micro.Loop;

/// <summary>A running loop, and runs of work on it that the benchmark's thread waits for.</summary>
public sealed class LoopThread : IDisposable
{
    private readonly Thread thread;
    private readonly ManualResetEventSlim done = new();

    public LoopThread(string? method = null)
    {
        Loop = EventLoop.Create(method, workerIndex: 0)!;
        thread = new Thread(Loop.Run) { IsBackground = true };
        thread.Start();
    }

    public EventLoop Loop { get; }

    /// <summary>Starts the work on the loop and waits until it says that it is done.</summary>
    public void Run(PostedEvent work)
    {
        done.Reset();
        Loop.Post(work);
        done.Wait();
    }

    public void Run(Func<Task> work)
    {
        done.Reset();
        Loop.Post(async () =>
        {
            await work();
            Done();
        });
        done.Wait();
    }

    public void Done() => done.Set();

    public void Dispose()
    {
        Loop.Stop();
        thread.Join();
        done.Dispose();
        (Loop as IDisposable)?.Dispose();
    }
}
