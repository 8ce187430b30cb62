using System.Threading.Tasks.Sources;
using Engine.Core.Log;
using Engine.Core.Loop;

namespace Engine.Http.Requests;

/// <summary>What goes on for a request while it is answered, and perhaps longer.</summary>
internal sealed class BackgroundWork(HttpRequest request) : IValueTaskSource<bool>
{
    private LoopCompletion<bool> completion;
    private int pending;
    private bool isAwaited;

    public bool IsPending => pending > 0;

    public void Add(ValueTask work)
    {
        if (work.IsCompletedSuccessfully)
            return;
        pending++;
        _ = Watch(work);
    }

    /// <summary>Waits until all of it is done.</summary>
    public ValueTask<bool> Finish()
    {
        if (!IsPending)
            return new ValueTask<bool>(true);
        completion.Reset();
        isAwaited = true;
        return new ValueTask<bool>(this, completion.Version);
    }

    public bool GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private async Task Watch(ValueTask work)
    {
        try
        {
            await work;
        }
#pragma warning disable CA1031 // A defect here must not take the request's connection with it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            request.Log.Write(LogLevel.Alert, request, $"background work failed: {exception.ToString()}");
        }

        if (--pending > 0 || !isAwaited)
            return;
        isAwaited = false;
        completion.SetResult(true);
    }
}

public sealed partial class HttpRequest
{
    private BackgroundWork? background;

    internal bool HasBackground => background is { IsPending: true };

    /// <summary>Work that the response does not wait for; the request ends only when it is done.</summary>
    public void RunInBackground(ValueTask work) => (background ??= new BackgroundWork(this)).Add(work);

    internal ValueTask<bool> FinishBackground() => background!.Finish();
}
