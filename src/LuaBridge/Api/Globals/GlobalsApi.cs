namespace Engine.LuaBridge.Api.Globals;

/// <summary>Global variables are shared by all requests of a VM; writing one later than at the start is logged, as in OpenResty.</summary>
internal static class GlobalsApi
{
    public static readonly LuaApi Api = new("Api/Globals/globals.lua");
}
