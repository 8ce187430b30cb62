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
        var task = LuaRequest.Of(request).Run(LuaLocationConf.Slot.Of(request).HeaderFilterBy!, LuaPhase.HeaderFilter);
        return task.IsCompletedSuccessfully ? GoOn(request, next, task.Result) : Behind(request, next, task);
    }

    private static async ValueTask<HandlerResult> Behind(HttpRequest request, NextHeaderFilter next, ValueTask<HandlerResult> task) =>
        await GoOn(request, next, await task);

    private static ValueTask<HandlerResult> GoOn(HttpRequest request, NextHeaderFilter next, HandlerResult result) =>
        result == HandlerResult.Ok || result == LuaHandlers.Quit ? next.Invoke(request) : result.Code == 500 ? HandlerResult.Error : result;
}
