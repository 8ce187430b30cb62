using Engine.Http.Responses;

namespace Engine.LuaBridge.Phases;

/// <summary>What a response gets when Lua code sends its head.</summary>
internal static class LuaResponse
{
    /// <summary>Fills in status and type where Lua code gave none.</summary>
    public static void Prepare(LuaRequest lua)
    {
        var request = lua.Request;
        if (request.Response.Status == 0)
            request.Response.Status = 200;
        if (!lua.HasContentType && request.Response.Status != 304 && request.Response.ContentType.IsEmpty && LuaLocationConf.Slot.Of(request).UseDefaultType.Value)
            ContentTypes.SetByExtension(request);
    }
}
