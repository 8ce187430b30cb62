using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>Hands a response that has been sent completely to the cache.</summary>
internal static class SrcacheStore
{
    /// <param name="sent">What became of the response's last piece.</param>
    public static void Begin(HttpRequest request, SrcacheState state, HandlerResult sent)
    {
        var conf = SrcacheConf.Slot.Of(request);
        if (!IsWhole(request, state, sent) || !StorePolicy.AllowsSkip(request, conf)
            || !conf.Store.Value!.TryBegin(request, StoreExchange.Instance, out var subrequest))
        {
            state.GiveUp();
            return;
        }

        SubrequestBody.Set(subrequest.Request, state.Bytes.Span);
        state.EndCollecting();
        var run = subrequest.Run();
        if (run.IsCompletedSuccessfully)
            End(subrequest);
        else
            // The client does not wait for it, the request does.
            request.RunInBackground(EndBehind(subrequest, run));
    }

    private static bool IsWhole(HttpRequest request, SrcacheState state, HandlerResult sent)
    {
        if (sent != HandlerResult.Ok || request.IsConnectionBroken)
            return false;
        var length = state.Bytes.Length - state.BodyStart;
        if (state.AnnouncedLength < 0 || state.AnnouncedLength == length)
            return true;
        request.Log.Write(LogLevel.Error, request, $"srcache_store: skipped because response body truncated: {state.AnnouncedLength} > {length}");
        return false;
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private static async ValueTask EndBehind(Subrequest subrequest, ValueTask run)
    {
        await run;
        End(subrequest);
    }

    private static void End(Subrequest subrequest)
    {
        LogOutcome(subrequest.Request);
        subrequest.End();
    }

    /// <summary>Nobody else will tell: the client has its response.</summary>
    private static void LogOutcome(HttpRequest subrequest)
    {
        var status = subrequest.IsHeaderSent ? subrequest.Response.Status : 0;
        var result = subrequest.IsConnectionBroken ? HandlerResult.Error.Code : subrequest.IsHeaderSent ? 0 : subrequest.Response.Status;
        subrequest.Log.Write(LogLevel.Debug, subrequest, $"srcache_store: subrequest returned status {status}");
        if (result is < 0 or >= 300 || status >= 300)
            subrequest.Log.Write(LogLevel.Error, subrequest, $"srcache_store subrequest failed: rc={result} status={status}");
    }
}
