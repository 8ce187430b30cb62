using System.Runtime.InteropServices;
using System.Text;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Globals;

/// <summary>
/// Global variables are shared by all requests of a VM; writing one later than at the start is logged, as in OpenResty. And os.getenv, which knows in
/// init_by_lua* what the configuration's "env" directives set for later.
/// </summary>
internal static unsafe class GlobalsApi
{
    public static readonly LuaApi Api = new(
        "Api/Globals/globals.lua",
        new LuaFunction("int get_variable(const char *name, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&GetVariable));

    /// <summary>NAME=value, if an "env" directive says that.</summary>
    public static string? FindVariable(LuaVm vm, ReadOnlySpan<byte> name)
    {
        var wanted = Encoding.UTF8.GetString(name);
        foreach (var line in vm.Settings.Environment)
        {
            if (line.Length > wanted.Length && line[wanted.Length] == '=' && line.StartsWith(wanted, StringComparison.Ordinal))
                return line;
        }

        return null;
    }

    /// <summary>The length of the value, which is in the scratch buffer; -1: no directive sets it.</summary>
    [UnmanagedCallersOnly]
    private static int GetVariable(byte* name, nuint length)
    {
        var vm = LuaVm.Current;
        if (FindVariable(vm, new ReadOnlySpan<byte>(name, (int)length)) is not { } line)
            return -1;
        var value = Encoding.UTF8.GetBytes(line).AsSpan((int)length + 1);
        value.CopyTo(vm.Scratch.Take(value.Length));
        return value.Length;
    }
}
