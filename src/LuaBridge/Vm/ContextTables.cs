using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// Numbers of ngx.ctx tables. Lua keeps the tables under them in the registry's ngx_lua_ctx_tables, as lua-resty-core does, and gives the numbers
/// out: those that are free form a list that begins at index 0.
/// </summary>
internal sealed class ContextTables(LuaVm vm)
{
    private readonly List<int> returned = [];

    /// <summary>The host of the table ends.</summary>
    public void Return(int number)
    {
        if (LuaVm.IsInside)
            returned.Add(number);
        else
            LuaNative.engine_release_context(vm.MainState, number);
    }

    /// <summary>Forgets the tables that were returned while Lua code ran.</summary>
    internal void ClearReturned()
    {
        foreach (var number in returned)
            LuaNative.engine_release_context(vm.MainState, number);
        returned.Clear();
    }
}
