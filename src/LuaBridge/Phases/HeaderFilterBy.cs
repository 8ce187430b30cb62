using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>header_filter_by_lua*: sees status and fields before they are sent.</summary>
internal static class HeaderFilterBy
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, NextHeaderFilter next)
    {
        var lua = LuaRequest.Of(request);
        // The page of the status that the code chose has no filter of its own.
        if (lua.FilterStatus != 0)
            return next.Invoke(request);
        var task = lua.Run(LuaLocationConf.Slot.Of(request).HeaderFilterBy!, LuaPhase.HeaderFilter);
        return task.IsCompletedSuccessfully ? GoOn(request, next, task.Result) : Behind(request, next, task);
    }

    private static async ValueTask<HandlerResult> Behind(HttpRequest request, NextHeaderFilter next, ValueTask<HandlerResult> task) =>
        await GoOn(request, next, await task);

    private static ValueTask<HandlerResult> GoOn(HttpRequest request, NextHeaderFilter next, HandlerResult result)
    {
        var lua = LuaRequest.Of(request);
        var exit = lua.FilterExit;
        lua.FilterExit = 0;
        if (result == HandlerResult.Ok && exit is (>= 200 and < 300) or 444 or 499)
            return SendWithoutBody(request, next, exit);
        // The response that a filter's status has led to passes the filter, too.
        if (result == HandlerResult.Ok && exit >= 300 && exit != lua.FilterStatus)
        {
            lua.FilterStatus = exit;
            return new HandlerResult(exit);
        }

        return result == HandlerResult.Ok ? next.Invoke(request) : HandlerResult.Error;
    }

    /// <summary>ngx.exit with a status that has no page: the response has that status and no body, whatever was to be sent.</summary>
    private static ValueTask<HandlerResult> SendWithoutBody(HttpRequest request, NextHeaderFilter next, int status)
    {
        var response = request.Response;
        response.Status = status;
        response.StatusLine = default;
        response.ContentType = default;
        response.ClearContentLength();
        response.ClearLastModified();
        response.ClearETag();
        response.ClearAcceptRanges();
        response.Fields.Remove("Content-Encoding"u8);
        response.ContentLength = 0;
        request.IsHeaderOnly = true;
        return next.Invoke(request);
    }
}
