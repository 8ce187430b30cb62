using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;
using Engine.Http.Requests;

namespace Engine.Http.Phases;

/// <summary>
/// A request that waits in one of its phases: takes it on when the handler is done. It belongs to the request and is used again, so that to
/// wait allocates nothing.
/// </summary>
internal sealed class PhaseWait : IValueTaskSource
{
    private readonly HttpRequest request;
    private readonly Action onHandled;
    private LoopCompletion<bool> completion;
    private ValueTaskAwaiter<HandlerResult> handler;

    public PhaseWait(HttpRequest request)
    {
        this.request = request;
        onHandled = OnHandled;
    }

    /// <summary>The request goes on behind a wait already: it is this object that calls.</summary>
    public bool IsInUse { get; private set; }

    /// <summary>Done when the request has gone through all of its phases.</summary>
    public ValueTask Begin(ValueTask<HandlerResult> task)
    {
        completion.Reset();
        IsInUse = true;
        Await(task);
        return new ValueTask(this, completion.Version);
    }

    public void GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private void Await(ValueTask<HandlerResult> task)
    {
        handler = task.GetAwaiter();
        handler.UnsafeOnCompleted(onHandled);
    }

    private void OnHandled()
    {
        var awaiter = handler;
        handler = default;
        ValueTask rest;
        try
        {
            rest = RequestProcessor.GoOn(request, awaiter.GetResult(), out var next);
            if (next is { } task)
            {
                Await(task);
                return;
            }
        }
#pragma warning disable CA1031 // Whoever waits for the request hears of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
            return;
        }

        if (rest.IsCompletedSuccessfully)
            Finish();
        else
            _ = FinishBehind(rest);
    }

    private async Task FinishBehind(ValueTask rest)
    {
        try
        {
            await rest;
        }
#pragma warning disable CA1031 // The same.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(exception);
            return;
        }

        Finish();
    }

    private void Finish()
    {
        IsInUse = false;
        completion.SetResult(true);
    }

    private void Fail(Exception exception)
    {
        IsInUse = false;
        completion.SetException(exception);
    }
}
