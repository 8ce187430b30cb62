using Engine.Core.Log;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Req;

/// <summary>
/// <c>lua_reject_truncated</c>: code that looks for what is forbidden never takes a part of the arguments or fields for all of them (CVE-2018-9230). The
/// request ends with 400, whatever the code does next.
/// </summary>
internal static class Rejection
{
    /// <summary>In the place of a number of pairs: the Lua half is to yield, and the handler ends.</summary>
    public const int Ends = int.MinValue;

    private const int BadRequest = 400;

    /// <summary>A function can give Lua code only <paramref name="max"/> of what there is. True: the handler ends as soon as its code has yielded.</summary>
    public static bool Begin(LuaRequest lua, int max, string what)
    {
        var request = lua.Request;
        var phase = lua.Vm.Run!.Phase;
        // The others come when the response is on its way.
        if (!LuaLocationConf.Slot.Of(request).RejectTruncated.Value || phase is LuaPhase.BodyFilter or LuaPhase.Log)
            return false;
        request.Log.Write(LogLevel.Info, request, $"client sent more than {max} {what}, and lua_reject_truncated is on");
        if (phase == LuaPhase.HeaderFilter)
        {
            lua.FilterExit = BadRequest;
            return false;
        }

        lua.IsRejected = true;
        // Where the code can't be stopped at once, as in a function of lua-resty-core, it sends nothing any more.
        lua.IsEof = true;
        if (phase == LuaPhase.Set)
            return false;
        lua.End(EndKind.Exit, BadRequest);
        return true;
    }
}
