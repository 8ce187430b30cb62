using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Phases;

namespace Engine.Http.Requests;

/// <summary>
/// A subrequest's output becomes a part of what its parent sends, behind the parent's own filters up to "postpone"; its head is not sent.
/// One that was begun closed holds its output back until its turn comes.
/// </summary>
public sealed class IncludingExchange : HttpExchange, IValueTaskSource<bool>
{
    private LoopCompletion<bool> turn;
    private bool isOpen;
    private bool isAwaited;

    public IncludingExchange(bool isOpen = true) => this.isOpen = isOpen;

    /// <summary>The request has nothing to say for itself but a status: who made the subrequest has something in its place.</summary>
    public bool TakesStatus { get; set; }

    /// <summary>Now its output is due.</summary>
    public void Open()
    {
        isOpen = true;
        if (!isAwaited)
            return;
        isAwaited = false;
        turn.SetResult(true);
    }

    /// <summary>Makes it as new, closed.</summary>
    internal void Reset()
    {
        isOpen = isAwaited = TakesStatus = false;
        BytesSent = 0;
    }

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer)
    {
        BytesSent += buffer.Length;
        if (buffer.Length == 0 && !buffer.Flush)
            return HandlerResult.Ok;
        return isOpen ? PassOn(request, buffer) : PassOnInTurn(request, buffer);
    }

    public override bool Answers(HttpRequest request, HandlerResult result) => TakesStatus;

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));

    bool IValueTaskSource<bool>.GetResult(short token) => turn.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => turn.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        turn.OnCompleted(continuation, state, token);

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private async ValueTask<HandlerResult> PassOnInTurn(HttpRequest request, OutputBuffer buffer)
    {
        turn.Reset();
        isAwaited = true;
        await new ValueTask<bool>(this, turn.Version);
        return await PassOn(request, buffer);
    }

    private static ValueTask<HandlerResult> PassOn(HttpRequest request, in OutputBuffer buffer)
    {
        if (request.IsConnectionBroken || request.Main.IsConnectionBroken)
            return HandlerResult.Error;
        var parent = request.Parent!;
        return parent.IsSubrequest
            ? parent.Exchange.SendBody(parent, buffer.WithLast(false))
            : parent.Location.BodyFiltersAfterPostpone.Invoke(parent, buffer.WithLast(false));
    }
}

/// <summary>Of a subrequest's output, only status and fields matter.</summary>
public sealed class DiscardingExchange : HttpExchange
{
    public static readonly DiscardingExchange Instance = new();

    public override bool KeepsFailure => true;

    public override ValueTask<HandlerResult> SendHead(HttpRequest request)
    {
        request.IsHeaderSent = true;
        request.IsHeaderOnly = true;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        return HandlerResult.Ok;
    }

    public override ValueTask<HandlerResult> SendBody(HttpRequest request, in OutputBuffer buffer) => HandlerResult.Ok;

    public override ValueTask<BodyPiece> ReceiveBody(HttpRequest request) => new(new BodyPiece(BodyStatus.End, default));
}
