using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;
using Engine.Interop.Libperl;

namespace Engine.Http.Modules.Perl;

/// <summary><c>perl</c>: a location that Perl code answers for.</summary>
internal static class PerlContent
{
    /// <summary>Results above it are none of the statuses, and count as success.</summary>
    private const int HighestStatus = 600;

    public static void Install(DirectiveUse use, PerlLocationConf conf)
    {
        if (conf.Handler.IsSet)
            throw use.Error($"duplicate perl handler \"{use[0]}\"");
        conf.Handler.Set(PerlMainConf.Slot.Open(HttpScope.Of(use)).Add(use, 0));
        HttpScope.Of(use).Location.ContentHandler = Handle;
    }

    private static ValueTask<HandlerResult> Handle(HttpRequest http)
    {
        if (PerlRequest.Of(http) is not { } request)
            return new HandlerResult(500);
        var source = PerlLocationConf.Slot.Of(http).Handler.Value;
        request.Restart();
        var result = Run(request, request.Worker.CodeOf(source), source.Bytes, source.IsCode);
        return request.Wait == PerlWait.Nothing && !request.Output.IsBusy ? Conclude(request, result) : GoOn(request, result);
    }

    private static HandlerResult Run(PerlRequest request, PerlCode? code, ByteString text, bool isCode)
    {
        if (code is null)
        {
            request.LogMissing(text, isCode);
            return 500;
        }

        var outcome = request.Call(code, PerlUse.Content);
        if (!outcome.HasDied)
            return HandlerResult.OfNumber((int)Math.Clamp(outcome.Value.Number, int.MinValue, int.MaxValue));
        request.DropNext();
        if (request.Failure != 0)
            return request.Failure;
        request.LogFailure(text, outcome.Error);
        return 500;
    }

    /// <summary>Calls one handler after the other, each when what it waits for has come.</summary>
    private static async ValueTask<HandlerResult> GoOn(PerlRequest request, HandlerResult result)
    {
        while (request.Wait != PerlWait.Nothing)
        {
            var awaited = await Await(request);
            if (awaited != HandlerResult.Ok)
                return awaited;
            var next = request.Next;
            request.Next = null;
            result = Run(request, next, default, isCode: true);
            next?.Dispose();
        }

        await request.Output.Finish();
        return await Conclude(request, result);
    }

    private static async ValueTask<HandlerResult> Await(PerlRequest request)
    {
        var wait = request.Wait;
        request.Wait = PerlWait.Nothing;
        if (wait == PerlWait.Body)
            return await request.Http.Body.Read();
        return await RequestDelay.Wait(request.Http, request.WaitMs) ? HandlerResult.Ok : 499;
    }

    private static ValueTask<HandlerResult> Conclude(PerlRequest request, HandlerResult result)
    {
        var http = request.Http;
        if (request.Output.Result != HandlerResult.Ok)
            return request.Output.Result;
        if (!request.Redirect.IsEmpty && result.Code != 500)
            return PerlRedirect.Follow(request);
        if (result.Code > HighestStatus || (request.Output.HasHeader && result.Code is > 0 and < 300))
            result = HandlerResult.Ok;
        if (result != HandlerResult.Ok || http.IsOutputComplete)
            return result;
        return request.Output.HasHeader ? End(http) : SendNothing(http);
    }

    private static ValueTask<HandlerResult> End(HttpRequest http) => http.IsHeaderOnly ? HandlerResult.Ok : http.SendBody(OutputBuffer.End);

    /// <summary>Code that has nothing to say still answers.</summary>
    private static ValueTask<HandlerResult> SendNothing(HttpRequest http)
    {
        if (http.Response.Status == 0)
            http.Response.Status = 200;
        http.Response.ContentLength = 0;
        ContentTypes.SetByExtension(http);
        return http.Send(OutputBuffer.End);
    }
}
