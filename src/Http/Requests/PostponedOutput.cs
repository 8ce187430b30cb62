using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// What a request sends while its subrequests run side by side: the output of one that began earlier comes first, whichever is ready
/// first, and what the request itself sends behind it waits (nginx: the postpone filter).
/// </summary>
public sealed class PostponedOutput(HttpRequest request)
{
    private readonly Queue<Piece> pieces = new();
    private Task<HandlerResult> sending = Task.FromResult(HandlerResult.Ok);

    /// <summary>A subrequest's output is not complete: what the request sends has to be added behind it.</summary>
    public bool IsHeld => pieces.Count > 0;

    /// <summary>Sends a piece of the request's own output behind what is held; its bytes must last as long as the request.</summary>
    public void Add(OutputBuffer buffer) => Enqueue(new Piece(buffer, null, null));

    /// <summary>
    /// Runs a subrequest, whose output has its place here. It begins when its parent waits or is done, behind those before it; with
    /// <paramref name="isAwaited"/> and none before it, now. Its exchange is open when nothing is held. The task is done when the
    /// subrequest is.
    /// </summary>
    public Task Include(Subrequest subrequest, IncludingExchange exchange, bool isAwaited)
    {
        var done = isAwaited && !IsHeld ? Run(subrequest) : Defer(subrequest);
        if (!done.IsCompleted)
            Enqueue(new Piece(default, exchange, done));
        return done;
    }

    /// <summary>Waits until everything is sent.</summary>
    public async ValueTask<HandlerResult> Finish()
    {
        while (IsHeld)
            await sending;
        return await sending;
    }

    private static async Task Run(Subrequest subrequest)
    {
        await subrequest.Run();
        subrequest.End();
    }

    private Task Defer(Subrequest subrequest)
    {
        var start = new Start(subrequest);
        request.Loop.Defer(start);
        return start.Done;
    }

    private void Enqueue(Piece piece)
    {
        pieces.Enqueue(piece);
        if (pieces.Count == 1)
            sending = SendAll();
    }

    private async Task<HandlerResult> SendAll()
    {
        var result = HandlerResult.Ok;
        while (pieces.TryPeek(out var piece))
        {
            var sent = await Send(piece);
            if (sent != HandlerResult.Ok)
                result = sent;
            pieces.Dequeue();
        }

        return result;
    }

    private async ValueTask<HandlerResult> Send(Piece piece)
    {
        if (piece.Exchange is null)
            return await request.SendBody(piece.Own);
        piece.Exchange.Open();
        await piece.Running!;
        return HandlerResult.Ok;
    }

    private sealed class Start(Subrequest subrequest) : PostedEvent
    {
        private readonly TaskCompletionSource done = new();

        public Task Done => done.Task;

        public override void Invoke() => _ = RunNow();

        private async Task RunNow()
        {
            await Run(subrequest);
            done.SetResult();
        }
    }

    private readonly record struct Piece(OutputBuffer Own, IncludingExchange? Exchange, Task? Running);
}
