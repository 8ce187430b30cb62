using Engine.Http.Phases;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Req;

/// <summary>A light thread waits until the request body is read or dropped.</summary>
internal sealed class BodyWait : LuaWait
{
    private static readonly BodyWait Instance = new();

    public static void Begin(LuaRequest lua, ValueTask<HandlerResult> task)
    {
        var thread = lua.Vm.Running;
        thread.Park(Instance);
        _ = Wake(lua, thread, thread.Id, task);
    }

    public static async ValueTask<HandlerResult> Discard(LuaRequest lua) =>
        await lua.Request.Body.Discard() ? HandlerResult.Ok : new HandlerResult(400);

    public override void OnTimeout(LuaThread thread)
    {
    }

    public override void OnCancelled(LuaThread thread)
    {
    }

    private static async Task Wake(LuaRequest lua, LuaThread thread, double id, ValueTask<HandlerResult> task)
    {
        var result = await task;
        if (!thread.Id.Equals(id) || thread.Wait != Instance)
            return;
        lua.BodyStatus = result.Code;
        thread.Wake(result == HandlerResult.Ok ? 0 : 2);
    }
}
