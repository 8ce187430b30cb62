using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace Engine.Core.Loop;

/// <summary>
/// The state of a reusable awaitable that a loop owns. Unlike ManualResetValueTaskSourceCore it knows one thread only: the
/// continuation is called directly, without execution context, scheduler or interlocked steps.
/// </summary>
public struct LoopCompletion<TResult>
{
    private Action<object?>? continuation;
    private object? argument;
    private ExceptionDispatchInfo? failure;
    private TResult? result;
    private bool completed;

    /// <summary>The token of the wait under way.</summary>
    public short Version { get; private set; }

    public readonly bool IsWaiting => continuation is not null;

    /// <summary>Begins a new wait; tokens of earlier ones are void.</summary>
    public void Reset()
    {
        Version++;
        completed = false;
        continuation = null;
        argument = null;
        failure = null;
        result = default;
    }

    public void SetResult(TResult value)
    {
        result = value;
        Complete();
    }

    public void SetException(Exception exception)
    {
        failure = ExceptionDispatchInfo.Capture(exception);
        Complete();
    }

    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        if (!completed)
            return ValueTaskSourceStatus.Pending;
        return failure is null ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Faulted;
    }

    public TResult GetResult(short token)
    {
        Check(token);
        failure?.Throw();
        // What the result refers to (a buffer, a connection) must not live as long as this awaitable.
        var value = result!;
        result = default;
        return value;
    }

    public void OnCompleted(Action<object?> callback, object? state, short token)
    {
        Check(token);
        if (completed)
        {
            callback(state);
            return;
        }

        continuation = callback;
        argument = state;
    }

    private void Complete()
    {
        completed = true;
        var callback = continuation;
        var state = argument;
        continuation = null;
        argument = null;
        callback?.Invoke(state);
    }

    private readonly void Check(short token)
    {
        if (token != Version)
            throw new InvalidOperationException("a wait was used after its end");
    }
}
