using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>The last handler of the access phase: looks the response up, and answers with it when it is there. Who comes here may have it.</summary>
internal static class SrcacheFetch
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        // Somebody has refused the request, and "satisfy any" waits for somebody who allows it: nothing is served or stored before that.
        if (request.AccessStatus != 0)
            return HandlerResult.Declined;
        var conf = SrcacheConf.Slot.Of(request);
        var state = SrcacheState.Begin(request);
        if (conf.Fetch.Value is not { } target || !IsWanted(request, conf))
            return HandlerResult.Declined;
        state.Fetch = SrcacheFetchStatus.Miss;
        if (!target.TryBegin(request, state.Cached, out var subrequest))
            return HandlerResult.Declined;
        var run = subrequest.Run();
        return run.IsCompletedSuccessfully ? Answer(request, conf, state, subrequest) : AnswerBehind(request, conf, state, subrequest, run);
    }

    private static bool IsWanted(HttpRequest request, SrcacheConf conf)
    {
        if ((request.Method & conf.Methods.Value) == 0 || SrcacheConf.IsTrue(conf.FetchSkip.Value, request, out _))
            return false;
        if (!conf.RequestCacheControl.Value || !AsksForFreshResponse(request.Headers))
            return true;
        request.Log.Write(
            LogLevel.Debug, request, $"srcache_fetch skipped due to request headers \"Cache-Control: no-cache\" or \"Pragma: no-cache\"");
        return false;
    }

    private static bool AsksForFreshResponse(FieldList headers) =>
        CacheControl.Has(headers, KnownField.CacheControl, "no-cache"u8) || CacheControl.Has(headers, KnownField.Pragma, "no-cache"u8);

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<HandlerResult> AnswerBehind(
        HttpRequest request, SrcacheConf conf, SrcacheState state, Subrequest subrequest, ValueTask run)
    {
        await run;
        return await Answer(request, conf, state, subrequest);
    }

    private static ValueTask<HandlerResult> Answer(HttpRequest request, SrcacheConf conf, SrcacheState state, Subrequest subrequest)
    {
        var isComplete = IsComplete(subrequest.Request, state.Cached);
        var stored = default(StoredResponse);
        var isHit = isComplete && TryRead(subrequest.Request, state.Cached.Bytes.Span, conf, out stored);
        subrequest.End();
        if (!isHit)
        {
            state.Cached.Reset();
            return HandlerResult.Declined;
        }

        state.Fetch = SrcacheFetchStatus.Hit;
        return Send(request, state, stored);
    }

    /// <summary>The cache has something, and all of it has come.</summary>
    private static bool IsComplete(HttpRequest subrequest, FetchExchange cached)
    {
        var status = subrequest.Response.Status;
        if (!subrequest.IsHeaderSent || status != 200)
        {
            subrequest.Log.Write(LogLevel.Debug, subrequest, $"srcache_fetch: subrequest returned status {status}");
            return false;
        }

        if (cached.IsComplete && !subrequest.IsConnectionBroken)
            return true;
        subrequest.Log.Write(LogLevel.Error, subrequest, $"srcache_fetch: cache sent truncated response body");
        return false;
    }

    private static bool TryRead(HttpRequest subrequest, ReadOnlySpan<byte> bytes, SrcacheConf conf, out StoredResponse stored)
    {
        var fault = StoredResponse.TryParse(bytes, conf.HeaderBufferSize.Value, out stored);
        if (fault == StoredFault.None)
            return true;
        var text = fault switch
        {
            StoredFault.InvalidStatusLine => "cache sent invalid status line",
            StoredFault.InvalidField => "cache sent invalid header",
            StoredFault.LineTooLong => "header buffer overflown (maybe you should consider increasing srcache_header_buffer_size?)",
            StoredFault.TruncatedHead => "cache sent truncated status line or headers",
            _ => "cache sent a body of another length than its Content-Length",
        };
        subrequest.Log.Write(LogLevel.Error, subrequest, $"srcache_fetch: {text}");
        return false;
    }

    private static ValueTask<HandlerResult> Send(HttpRequest request, SrcacheState state, in StoredResponse stored)
    {
        var discarded = request.Body.StartDiscard();
        if (discarded != HandlerResult.Ok)
            return discarded;
        var cached = state.Cached.Bytes.Memory;
        stored.CopyTo(request.Response, request.Arena.Copy(cached.Span[..stored.BodyStart]));
        var body = cached[stored.BodyStart..];
        request.Response.ContentLength = body.Length;
        var sent = request.Send(new OutputBuffer(body, last: true));
        return sent.IsCompletedSuccessfully ? Conclude(sent.Result) : ConcludeBehind(sent);
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    private static async ValueTask<HandlerResult> ConcludeBehind(ValueTask<HandlerResult> sent) => Conclude(await sent);

    /// <summary>The request is answered: the phases behind this one have nothing to do. A filter may want another answer.</summary>
    private static HandlerResult Conclude(HandlerResult sent) => sent == HandlerResult.Ok ? HandlerResult.Done : sent;
}
