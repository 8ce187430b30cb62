using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// What a request sends while its subrequests run side by side: the output of one that began earlier comes first, whichever is ready
/// first, and what the request itself sends behind it waits (nginx: the postpone filter).
/// </summary>
public sealed class PostponedOutput(HttpRequest request)
{
    private readonly Queue<Piece> pieces = new();
    private readonly LoopSignal allSent = new();
    private HandlerResult result = HandlerResult.Ok;

    /// <summary>A subrequest's output is not complete: what the request sends has to be added behind it.</summary>
    public bool IsHeld => pieces.Count > 0;

    /// <summary>Sends a piece of the request's own output behind what is held; its bytes must last as long as the request.</summary>
    public void Add(OutputBuffer buffer) => Enqueue(new Piece(buffer, null));

    /// <summary>
    /// Runs a subrequest, whose output has its place here. It begins when its parent waits or is done, behind those before it; with
    /// <paramref name="isAwaited"/> and none before it, now. Its exchange is open when nothing is held. With
    /// <paramref name="isAwaited"/> the task is done when the subrequest is.
    /// </summary>
    public ValueTask<bool> Include(Subrequest subrequest, IncludingExchange exchange, bool isAwaited)
    {
        var member = new Member(subrequest, exchange);
        if (isAwaited && !IsHeld)
            member.Invoke();
        else
            request.Loop.Defer(member);
        if (member.IsDone)
            return new ValueTask<bool>(true);
        Enqueue(new Piece(default, member));
        return isAwaited ? member.ForParent.Next() : new ValueTask<bool>(true);
    }

    /// <summary>Waits until everything is sent.</summary>
    public async ValueTask<HandlerResult> Finish()
    {
        while (IsHeld)
            await allSent.Next();
        return result;
    }

    private void Enqueue(Piece piece)
    {
        pieces.Enqueue(piece);
        if (pieces.Count == 1)
            _ = SendAll();
    }

    private async ValueTask SendAll()
    {
        while (pieces.TryPeek(out var piece))
        {
            var sent = piece.Member is null ? await request.SendBody(piece.Own) : await Send(piece.Member);
            if (sent != HandlerResult.Ok)
                result = sent;
            pieces.Dequeue();
        }

        allSent.Set();
    }

    private static async ValueTask<HandlerResult> Send(Member member)
    {
        member.Exchange.Open();
        if (!member.IsDone)
            await member.ForOutput.Next();
        return member.HasFailed ? HandlerResult.Error : HandlerResult.Ok;
    }

    private readonly record struct Piece(OutputBuffer Own, Member? Member);

    /// <summary>A subrequest among them. Two may wait for it, each by a signal of its own: nothing here leaves the loop's thread.</summary>
    private sealed class Member(Subrequest subrequest, IncludingExchange exchange) : PostedEvent
    {
        public IncludingExchange Exchange => exchange;

        public LoopSignal ForParent { get; } = new();

        public LoopSignal ForOutput { get; } = new();

        public bool IsDone { get; private set; }

        public bool HasFailed { get; private set; }

        public override void Invoke() => _ = Run();

        private async ValueTask Run()
        {
            var parent = subrequest.Request.Parent!;
            try
            {
                await subrequest.Run();
                subrequest.End();
            }
#pragma warning disable CA1031 // A defect in a subrequest must not keep who waits for it forever. It is not used again.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                parent.Log.Write(LogLevel.Alert, parent, $"subrequest failed: {exception.ToString()}");
                HasFailed = true;
            }

            IsDone = true;
            ForOutput.Set();
            ForParent.Set();
        }
    }
}
