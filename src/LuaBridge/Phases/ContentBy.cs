using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Phases;

/// <summary>content_by_lua*: the location's content handler.</summary>
internal static class ContentBy
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var lua = LuaRequest.Of(request);
        var conf = LuaLocationConf.Slot.Of(request);
        var task = conf.NeedRequestBody.Value && !request.Body.WasRead
            ? LuaHandlers.ReadBodyThenRun(lua, conf.ContentBy!, LuaPhase.Content)
            : lua.Run(conf.ContentBy!, LuaPhase.Content);
        return task.IsCompletedSuccessfully ? Finish(lua, task.Result) : Behind(lua, task);
    }

    private static async ValueTask<HandlerResult> Behind(LuaRequest lua, ValueTask<HandlerResult> task) => await Finish(lua, await task);

    private static ValueTask<HandlerResult> Finish(LuaRequest lua, HandlerResult result)
    {
        if (result == HandlerResult.Ok || result == LuaHandlers.Quit)
            return LuaHandlers.SendEof(lua);
        if (result.Code is >= 200 and < 300)
            return LuaHandlers.FinishWith(lua, result.Code);
        // Nobody else answers in this location.
        return result == HandlerResult.Declined ? HandlerResult.Error : result;
    }
}
