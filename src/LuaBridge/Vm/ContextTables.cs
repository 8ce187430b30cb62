using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Vm;

/// <summary>Numbers for ngx.ctx tables, which Lua keeps in a table of its own under them.</summary>
internal sealed class ContextTables(LuaVm vm)
{
    private readonly Stack<int> free = new();
    private readonly List<int> returned = [];
    private int count;

    /// <summary>The reference of Lua's table of them.</summary>
    internal int Table { get; set; }

    /// <summary>From a C# function that Lua has called.</summary>
    public int Rent() => free.TryPop(out var number) ? number : ++count;

    public void Return(int number)
    {
        if (LuaVm.IsInside)
            returned.Add(number);
        else
            Clear(number);
    }

    /// <summary>Forgets the tables that were returned while Lua code ran.</summary>
    internal void ClearReturned()
    {
        foreach (var number in returned)
            Clear(number);
        returned.Clear();
    }

    private void Clear(int number)
    {
        LuaNative.engine_clear(vm.MainState, Table, number);
        free.Push(number);
    }
}
