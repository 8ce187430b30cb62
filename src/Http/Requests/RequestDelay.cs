using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Http.Requests;

/// <summary>A request that waits for a time, or until its client is gone.</summary>
public sealed class RequestDelay : Core.Loop.Timer, IValueTaskSource<bool>
{
    private const int MaxSpare = 64;

    [ThreadStatic]
    private static Stack<RequestDelay>? spare;

    private readonly ClientGone clientGone;
    private LoopCompletion<bool> completion;
    private HttpRequest? request;

    private RequestDelay() => clientGone = new ClientGone(this);

    /// <summary>True when the time has passed, false when the client closed the connection before.</summary>
    public static ValueTask<bool> Wait(HttpRequest request, long milliseconds) => Rent().Begin(request, milliseconds, watchesClient: true);

    /// <summary>The same whether or not the client is still there.</summary>
    public static ValueTask<bool> WaitUnwatched(HttpRequest request, long milliseconds) => Rent().Begin(request, milliseconds, watchesClient: false);

    private static RequestDelay Rent() => spare is not null && spare.TryPop(out var delay) ? delay : new RequestDelay();

    public bool GetResult(short token)
    {
        var result = completion.GetResult(token);
        spare ??= new Stack<RequestDelay>();
        if (spare.Count < MaxSpare)
            spare.Push(this);
        return result;
    }

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    protected override void OnExpired() => End(true);

    private ValueTask<bool> Begin(HttpRequest waiting, long milliseconds, bool watchesClient)
    {
        request = waiting;
        completion.Reset();
        Arm(waiting.Loop, milliseconds);
        // Who watches for the client already keeps watching; the time passes then in any case.
        if (watchesClient)
            waiting.Connection.Transport.CloseWatcher ??= clientGone;
        return new ValueTask<bool>(this, completion.Version);
    }

    private void End(bool passed)
    {
        var transport = request!.Connection.Transport;
        if (transport.CloseWatcher == clientGone)
            transport.CloseWatcher = null;
        request = null;
        Detach();
        completion.SetResult(passed);
    }

    private sealed class ClientGone(RequestDelay delay) : PostedEvent
    {
        public override void Invoke()
        {
            if (delay.request is not null)
                delay.End(false);
        }
    }
}
