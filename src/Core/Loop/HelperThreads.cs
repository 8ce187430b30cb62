using Pipelines.Sockets.Unofficial;

namespace Engine.Core.Loop;

/// <summary>
/// Threads for calls that block (file I/O, getaddrinfo): a worker hands the call over and goes on; the result is
/// delivered on its loop.
/// </summary>
public static class HelperThreads
{
    private static readonly Lazy<DedicatedThreadPoolPipeScheduler> Pool = new(static () =>
        // Calls wait for one of these threads; .NET's own pool never takes over.
        new DedicatedThreadPoolPipeScheduler("engine helper", workerCount: ThreadCount, useThreadPoolQueueLength: int.MaxValue));

    /// <summary>How many threads there are (<c>thread_pool</c>); they start with the first call and stay.</summary>
    public static int ThreadCount { get; set; } = 4;

    /// <summary>Runs <paramref name="call"/> on a helper thread; the awaiting method goes on on the calling worker's loop.</summary>
    public static ValueTask<TResult> Run<TState, TResult>(Func<TState, TResult> call, TState state)
    {
        var work = new HelperCall<TState, TResult>(EventLoop.Current, call, state);
        Pool.Value.Schedule(static item => ((HelperCall<TState, TResult>)item!).Execute(), work);
        return new ValueTask<TResult>(work, work.Version);
    }

    /// <summary>Executes the task on a helper thread, then invokes it on the loop. Nothing is allocated.</summary>
    public static void Run(HelperTask task, EventLoop loop)
    {
        task.Loop = loop;
        Pool.Value.Schedule(static item => ((HelperTask)item!).ExecuteAndPost(), task);
    }

    private sealed class HelperCall<TState, TResult>(EventLoop loop, Func<TState, TResult> call, TState state)
        : PostedEvent, System.Threading.Tasks.Sources.IValueTaskSource<TResult>
    {
        private LoopCompletion<TResult> completion;
        private TResult? result;
        private Exception? failure;

        public short Version => completion.Version;

        public void Execute()
        {
            try
            {
                result = call(state);
            }
#pragma warning disable CA1031 // It is thrown again where the call is awaited.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = exception;
            }

            loop.Post(this);
        }

        public override void Invoke()
        {
            if (failure is null)
                completion.SetResult(result!);
            else
                completion.SetException(failure);
        }

        public TResult GetResult(short token) => completion.GetResult(token);

        public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? argument, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) =>
            completion.OnCompleted(continuation, argument, token);
    }
}

/// <summary>Work for a helper thread; a reusable node. <see cref="PostedEvent.Invoke"/> is called on the loop when it is done.</summary>
public abstract class HelperTask : PostedEvent
{
    internal EventLoop? Loop { get; set; }

    /// <summary>On the helper thread; must not throw.</summary>
    public abstract void Execute();

    internal void ExecuteAndPost()
    {
        Execute();
        Loop!.Post(this);
    }
}
