namespace Engine.LuaBridge.Api.CoreModules;

/// <summary>
/// What the modules resty.core.* of lualib/ are made of. Everything that lua-resty-core adds to Lua is built in, so these add nothing; code that
/// requires them, and what they return, finds them.
/// </summary>
internal static class CoreModulesApi
{
    public static readonly LuaApi Api = new("Api/CoreModules/core_modules.lua");
}
