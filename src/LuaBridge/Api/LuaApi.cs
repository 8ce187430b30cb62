using System.Runtime.InteropServices;
using System.Text;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api;

/// <summary>
/// A C# function that Lua calls through the FFI: its declaration in C, and the address of an [UnmanagedCallersOnly] method of the
/// same name. It must not enter Lua and must not throw.
/// </summary>
internal readonly unsafe struct LuaFunction(string declaration, void* address)
{
    /// <summary><c>int sleep(double seconds)</c></summary>
    public string Declaration { get; } = declaration;

    public void* Address { get; } = address;

    /// <summary>The declaration as a member of a structure of function pointers.</summary>
    public string AsMember
    {
        get
        {
            var open = Declaration.IndexOf('(', StringComparison.Ordinal);
            var name = Declaration.LastIndexOfAny([' ', '*'], open) + 1;
            return $"{Declaration[..name]}(*{Declaration[name..open]}){Declaration[open..]};";
        }
    }
}

/// <summary>
/// A family of the Lua API: a folder with C# functions and the Lua code that makes the API of them. The Lua code gets two arguments:
/// a structure of pointers to the functions, and the table "engine" of Vm/engine.lua.
/// </summary>
internal sealed unsafe class LuaApi
{
    private readonly LuaFunction[] functions;
    private void** table;

    /// <param name="source">The Lua code's path below src/LuaBridge.</param>
    public LuaApi(string source, params LuaFunction[] functions)
    {
        Source = source;
        this.functions = functions;
    }

    public string Source { get; }

    public ReadOnlySpan<LuaFunction> Functions => functions;

    /// <summary>
    /// Functions that may run Lua code themselves, which one called through the FFI must not. Names in the table "engine", and addresses of methods
    /// int(int), which the Lua half calls by engine.call; or of others that a C function of Native/ is made of.
    /// </summary>
    public (string Name, nint Address)[] Reentrant { get; init; } = [];

    /// <summary>Makes what the family keeps per VM.</summary>
    public Func<LuaVm, object>? CreateState { get; init; }

    /// <summary>Its place in <see cref="LuaApis.All"/>.</summary>
    internal int Index { get; set; }

    /// <summary>The type of the structure, for the FFI.</summary>
    internal byte[] StructType
    {
        get
        {
            var type = new StringBuilder("struct {");
            foreach (var function in functions)
                type.Append(function.AsMember);
            // C has no empty structures.
            return Encoding.ASCII.GetBytes(type.Append(functions.Length == 0 ? "int none; } *" : "} *").ToString());
        }
    }

    /// <summary>The structure, which all VMs share and which is never freed.</summary>
    internal void** Table
    {
        get
        {
            if (table is null)
            {
                var made = (void**)NativeMemory.Alloc((nuint)functions.Length + 1, (nuint)sizeof(void*));
                for (var i = 0; i < functions.Length; i++)
                    made[i] = functions[i].Address;
                table = made;
            }

            return table;
        }
    }
}
