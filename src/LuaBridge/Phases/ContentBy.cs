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
        if (conf.NeedRequestBody.Value && !request.Body.WasRead)
            return ReadBodyThenRun(lua, conf);
        var task = lua.Run(conf.ContentBy!, LuaPhase.Content);
        return task.IsCompletedSuccessfully ? Finish(lua, task.Result) : lua.FinishLater(Finish, task);
    }

    private static async ValueTask<HandlerResult> ReadBodyThenRun(LuaRequest lua, LuaLocationConf conf) =>
        await Finish(lua, await LuaHandlers.ReadBodyThenRun(lua, conf.ContentBy!, LuaPhase.Content));

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
