using System.Runtime.CompilerServices;
using Engine.Core.Loop;
using Engine.Http.Phases;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>The response is there: whose it is, its head on the way to the client, and the end of the exchange with the upstream.</summary>
public sealed partial class UpstreamRequest
{
    private ValueTask<HandlerResult> Respond()
    {
        JudgeCacheability();
        ResponseFields.TakeRate(this);
        if (ResponseFields.FindRedirect(this) is { } redirect)
            return Finish(isComplete: false, redirect);
        if (ResponseFields.MustIntercept(this))
        {
            var status = Response.Status;
            RememberStatus(status);
            return Finish(isComplete: status == 404 && Conf.InterceptsNotFound, status);
        }

        ResponseFields.CopyToClient(this);
        Group.Sticky?.OnResponseHead(this, selection.Current!);
        if (Response.Status == 101)
            return SwitchProtocols();
        Protocol.BeginBody(this);
        var sending = Request.SendHeader();
        return sending.IsCompletedSuccessfully ? SendBody(sending.Result) : SendBodyBehind(sending);
    }

    private async ValueTask<HandlerResult> SendBodyBehind(ValueTask<HandlerResult> sending) => await SendBody(await sending);

    /// <summary>The head went out, with that result.</summary>
    private ValueTask<HandlerResult> SendBody(HandlerResult sent)
    {
        var isBuffered = ResponseFields.IsBuffered(this);
        if (sent.Code == 0)
            BeginKeeping(isBuffered);
        if (sent.Code != 0 || (Request.IsHeaderOnly && !kept.IsOpen))
            return Finish(sent.Code == 0 && IsBodyDone(), sent);
        Request.LogAction = "reading upstream";
        isClientServed = !Request.IsHeaderOnly;
        return TryTakeWholeBody(out var body) ? SendWholeBody(body) : PassBodyOn(isBuffered);
    }

    /// <summary>The upstream's part is done, and the client's as well, with that result.</summary>
    private ValueTask<HandlerResult> Finish(bool isComplete, HandlerResult result)
    {
        LetGo(isComplete);
        return Finish(result);
    }

    /// <summary>The upstream's part is done: its connection is free for others.</summary>
    private void LetGo(bool isComplete)
    {
        Attempt.ResponseMs = Request.Loop.Clock.NowMs - attemptStartMs;
        if (isComplete && pool is not null && connection is { Transport.PeerClosed: false } used && sender.IsComplete && Protocol.CanKeepAlive)
        {
            connection = null;
            pool.Keep(used, selection.Current!.Address, Conf);
        }
        else
            CloseConnection();
    }

    /// <summary>The client's part is done as well.</summary>
    private ValueTask<HandlerResult> Finish(HandlerResult result)
    {
        if (!sender.IsDone)
            return FinishBehindSender(result);
        EndExchange();
        return result;
    }

    private async ValueTask<HandlerResult> FinishBehindSender(HandlerResult result)
    {
        await sender.Stop();
        EndExchange();
        return result;
    }

    private void EndExchange()
    {
        Group.Sticky?.OnResponseEnd(this, selection.Current!);
        ReleasePeer(PeerOutcome.Ok);
    }
}
