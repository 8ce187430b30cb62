namespace Engine.LuaBridge.Api.Ctx;

/// <summary>ngx.ctx, the table of a request. Lua makes it when it is first asked for; it goes when the host ends (<see cref="Vm.ContextTables"/>).</summary>
internal static class CtxApi
{
    public static readonly LuaApi Api = new("Api/Ctx/ctx.lua");
}
