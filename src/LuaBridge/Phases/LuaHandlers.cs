using System.Buffers;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>The handlers of the phases before content, and of the log phase.</summary>
internal static class LuaHandlers
{
    /// <summary>ngx.exit(ngx.OK): the handler is over, the request goes on.</summary>
    public static readonly HandlerResult Quit = new(-300);

    public static ValueTask<HandlerResult> ServerRewrite(HttpRequest request) => Handle(request, Conf(request).ServerRewriteBy!, LuaPhase.ServerRewrite);

    /// <summary>Not for a URI that <c>rewrite</c> has changed: that one's location has its own handler.</summary>
    public static ValueTask<HandlerResult> Rewrite(HttpRequest request) =>
        request.IsUriChanged ? HandlerResult.Declined : Handle(request, Conf(request).RewriteBy!, LuaPhase.Rewrite);

    public static ValueTask<HandlerResult> PreContent(HttpRequest request) => Handle(request, Conf(request).PreContentBy!, LuaPhase.PreContent);

    /// <summary>A handler that ends without a verdict lets the request pass: "satisfy any" counts that as granted.</summary>
    public static ValueTask<HandlerResult> Access(HttpRequest request) => Handle(request, Conf(request).AccessBy!, LuaPhase.Access);

    public static ValueTask<HandlerResult> Log(HttpRequest request) => LuaRequest.Of(request).Run(Conf(request).LogBy!, LuaPhase.Log);

    /// <summary>Ends the response unless that has happened.</summary>
    public static ValueTask<HandlerResult> SendEof(LuaRequest lua)
    {
        var request = lua.Request;
        if (lua.FilterStatus != 0 && !request.IsHeaderSent)
            return new HandlerResult(lua.FilterStatus);
        if (lua.IsEof || request.IsOutputComplete)
            return HandlerResult.Ok;
        lua.IsEof = true;
        if (request.IsHeaderSent)
            return request.IsHeaderOnly ? HandlerResult.Ok : request.SendBody(OutputBuffer.End);
        LuaResponse.Prepare(lua);
        return lua.Http10Output is { } held ? SendHeld(request, held) : request.Send(OutputBuffer.End);
    }

    private static ValueTask<HandlerResult> SendHeld(HttpRequest request, ArrayBufferWriter<byte> held)
    {
        request.Response.ContentLength = held.WrittenCount;
        return request.Send(new OutputBuffer(held.WrittenMemory, last: true));
    }

    public static async ValueTask<HandlerResult> ReadBodyThenRun(LuaRequest lua, LuaSource source, LuaPhase phase)
    {
        var read = await lua.Request.Body.Read();
        return read == HandlerResult.Ok ? await lua.Run(source, phase) : read;
    }

    private static LuaLocationConf Conf(HttpRequest request) => LuaLocationConf.Slot.Of(request);

    private static ValueTask<HandlerResult> Handle(HttpRequest request, LuaSource source, LuaPhase phase)
    {
        var lua = LuaRequest.Of(request);
        if (Conf(request).NeedRequestBody.Value && !request.Body.WasRead)
            return HandleBehindBody(lua, source, phase);
        var task = lua.Run(source, phase);
        if (task.IsCompletedSuccessfully)
            return Verdict(lua, phase, task.Result);
        return lua.FinishLater(phase == LuaPhase.Access ? AccessVerdict : OtherVerdict, task);
    }

    private static async ValueTask<HandlerResult> HandleBehindBody(LuaRequest lua, LuaSource source, LuaPhase phase) =>
        await Verdict(lua, phase, await ReadBodyThenRun(lua, source, phase));

    private static ValueTask<HandlerResult> AccessVerdict(LuaRequest lua, HandlerResult result) => Verdict(lua, LuaPhase.Access, result);

    private static ValueTask<HandlerResult> OtherVerdict(LuaRequest lua, HandlerResult result) => Verdict(lua, LuaPhase.Rewrite, result);

    /// <summary>What a handler's end means for the phase.</summary>
    private static ValueTask<HandlerResult> Verdict(LuaRequest lua, LuaPhase phase, HandlerResult result)
    {
        var request = lua.Request;
        if (result == HandlerResult.Ok || result == Quit)
        {
            // Output in an early phase is the response.
            if (request.IsHeaderSent || lua.Http10Output is not null || lua.FilterStatus != 0)
                return EndResponse(lua);
            return phase == LuaPhase.Access ? HandlerResult.Ok : HandlerResult.Declined;
        }

        if (result.Code is >= 200 and < 300)
        {
            TakeStatus(lua, result.Code);
            return EndResponse(lua);
        }

        if (result == HandlerResult.Error && !request.IsHeaderSent)
            return new HandlerResult(500);
        return result;
    }

    /// <summary>ngx.exit with a 2xx status: that is the response, with what was sent so far.</summary>
    public static ValueTask<HandlerResult> FinishWith(LuaRequest lua, int status)
    {
        TakeStatus(lua, status);
        return SendEof(lua);
    }

    private static void TakeStatus(LuaRequest lua, int status)
    {
        if (!lua.Request.IsHeaderSent && lua.Request.Response.Status == 0)
            lua.Request.Response.Status = status;
    }

    /// <summary>A phase before content has made the whole response: no later handler is asked.</summary>
    private static ValueTask<HandlerResult> EndResponse(LuaRequest lua)
    {
        var task = SendEof(lua);
        return task.IsCompletedSuccessfully ? Complete(task.Result) : EndResponseBehind(task);
    }

    private static async ValueTask<HandlerResult> EndResponseBehind(ValueTask<HandlerResult> task) => Complete(await task);

    private static HandlerResult Complete(HandlerResult sent) => sent == HandlerResult.Ok ? HandlerResult.Done : sent;
}
