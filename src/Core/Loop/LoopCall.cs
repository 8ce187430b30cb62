using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Engine.Core.Loop;

/// <summary>A call of an asynchronous method that waits (<see cref="LoopMethodBuilder{TResult}"/>), or has failed without.</summary>
internal class LoopCall<TResult> : IValueTaskSource<TResult>, IValueTaskSource
{
    private LoopCompletion<TResult> completion;

    public short Version => completion.Version;

    /// <summary>Runs the method up to its next wait.</summary>
    public Action Advance { get; protected init; } = static () => { };

    public void SetResult(TResult value) => completion.SetResult(value);

    public void SetException(Exception exception) => completion.SetException(exception);

    public TResult GetResult(short token)
    {
        try
        {
            return completion.GetResult(token);
        }
        finally
        {
            Return();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    protected void Begin() => completion.Reset();

    /// <summary>The result was taken: nobody refers to this any more.</summary>
    protected virtual void Return()
    {
    }
}

/// <summary>The same with the method's state; kept by the thread for the next call of that method.</summary>
internal sealed class LoopCall<TResult, TStateMachine> : LoopCall<TResult> where TStateMachine : IAsyncStateMachine
{
    private const int MaxSpare = 256;

    [ThreadStatic]
    private static LoopCall<TResult, TStateMachine>? spare;

    private LoopCall<TResult, TStateMachine>? next;

    /// <summary>How many there are from this one on, while it is spare.</summary>
    private int count;

    private TStateMachine machine = default!;

    private LoopCall() => Advance = () => machine.MoveNext();

    public ref TStateMachine Machine => ref machine;

    public static LoopCall<TResult, TStateMachine> Rent()
    {
        var call = spare;
        if (call is null)
            call = new LoopCall<TResult, TStateMachine>();
        else
            (spare, call.next) = (call.next, null);
        call.Begin();
        return call;
    }

    protected override void Return()
    {
        machine = default!;
        count = (spare?.count ?? 0) + 1;
        if (count > MaxSpare)
            return;
        next = spare;
        spare = this;
    }
}
