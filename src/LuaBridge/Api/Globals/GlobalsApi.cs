using System.Runtime.InteropServices;
using Engine.Interop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Globals;

/// <summary>
/// Global variables are shared by all requests of a VM; writing one later than at the start is logged, as in OpenResty. And os.getenv, which knows in
/// init_by_lua* what the configuration's "env" directives set for later, and otherwise the environment that the server was started with: workers that run
/// by an older configuration have one of their own.
/// </summary>
internal static unsafe class GlobalsApi
{
    public static readonly LuaApi Api = new(
        "Api/Globals/globals.lua",
        new LuaFunction("int get_variable(const char *name, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&GetVariable));

    /// <summary>NAME=value, if an "env" directive says that.</summary>
    public static string? FindVariable(LuaVm vm, ReadOnlySpan<byte> name) => Find(vm.Settings.Environment, SystemText.Decode(name));

    private static string? Find(IReadOnlyList<string> lines, string name)
    {
        foreach (var line in lines)
        {
            if (line.Length > name.Length && line[name.Length] == '=' && line.StartsWith(name, StringComparison.Ordinal))
                return line;
        }

        return null;
    }

    /// <summary>For init_by_lua*: the length of the value, which is in the scratch buffer; -1: there is no such variable.</summary>
    [UnmanagedCallersOnly]
    private static int GetVariable(byte* name, nuint length)
    {
        var vm = LuaVm.Current;
        var wanted = new ReadOnlySpan<byte>(name, (int)length);
        if ((FindVariable(vm, wanted) ?? Find(vm.Settings.OriginalEnvironment, SystemText.Decode(wanted))) is not { } line)
            return -1;
        var value = SystemText.Encode(line).AsSpan((int)length + 1);
        value.CopyTo(vm.Scratch.Take(value.Length));
        return value.Length;
    }
}
