namespace Engine.LuaBridge.Api.Constants;

/// <summary>ngx.OK, ngx.HTTP_*, ngx.ERR, ngx.null and ngx.get_phase.</summary>
internal static class ConstantsApi
{
    public static readonly LuaApi Api = new("Api/Constants/constants.lua");
}
