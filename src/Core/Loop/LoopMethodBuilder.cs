using System.Runtime.CompilerServices;

namespace Engine.Core.Loop;

/// <summary>
/// Builds asynchronous methods of a loop: <c>[AsyncMethodBuilder(typeof(LoopMethodBuilder&lt;&gt;))]</c>. A call that does not wait costs no
/// object; one that waits takes a <see cref="LoopCall{TResult}"/> of its thread, however many others wait at the same time (.NET's pooling
/// builder keeps one for each processor). The result is awaited once.
/// </summary>
public struct LoopMethodBuilder<TResult>
{
    private LoopCall<TResult>? call;
    private TResult? result;

    public readonly ValueTask<TResult> Task => call is null ? new ValueTask<TResult>(result!) : new ValueTask<TResult>(call, call.Version);

    /// <summary>The same for those who only want to know when it is done.</summary>
    internal readonly ValueTask Completion => call is null ? default : new ValueTask(call, call.Version);

    public static LoopMethodBuilder<TResult> Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine machine) where TStateMachine : IAsyncStateMachine => machine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    public void SetResult(TResult value)
    {
        if (call is null)
            result = value;
        else
            call.SetResult(value);
    }

    public void SetException(Exception exception) => (call ??= new LoopCall<TResult>()).SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine machine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(Park(ref machine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Park(ref machine));

    /// <summary>At its first wait the machine moves from the stack into an object, this builder in it.</summary>
    private Action Park<TStateMachine>(ref TStateMachine machine) where TStateMachine : IAsyncStateMachine
    {
        if (call is not null)
            return call.Advance;
        var parked = LoopCall<TResult, TStateMachine>.Rent();
        call = parked;
        parked.Machine = machine;
        return parked.Advance;
    }
}

/// <summary>The same for methods without a result: <c>[AsyncMethodBuilder(typeof(LoopMethodBuilder))]</c>.</summary>
public struct LoopMethodBuilder
{
    private LoopMethodBuilder<bool> builder;

    public readonly ValueTask Task => builder.Completion;

    public static LoopMethodBuilder Create() => default;

    public readonly void Start<TStateMachine>(ref TStateMachine machine) where TStateMachine : IAsyncStateMachine => machine.MoveNext();

    public readonly void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    public void SetResult() => builder.SetResult(true);

    public void SetException(Exception exception) => builder.SetException(exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine machine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => builder.AwaitOnCompleted(ref awaiter, ref machine);

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine machine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine => builder.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
}
