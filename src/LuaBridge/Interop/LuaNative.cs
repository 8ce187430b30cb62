using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Interop;

/// <summary>
/// LuaJIT's C API and the functions of Native/engine.c, by their C names (https://www.lua.org/manual/5.1/manual.html#3).
/// Everything is found through the adapter, which is linked with LuaJIT. What can raise an error is not here: it runs inside the
/// functions of Native/engine.c, under a protected call. Pushing to a stack that has to grow fails only when memory has run out.
/// </summary>
internal static unsafe partial class LuaNative
{
    public const int LUA_OK = 0;
    public const int LUA_YIELD = 1;
    public const int LUA_ERRRUN = 2;
    public const int LUA_ERRSYNTAX = 3;
    public const int LUA_ERRMEM = 4;
    public const int LUA_ERRERR = 5;

    public const int LUA_TNIL = 0;
    public const int LUA_TBOOLEAN = 1;
    public const int LUA_TNUMBER = 3;
    public const int LUA_TSTRING = 4;

    private const string Library = "lua54";

    [LibraryImport(Library)]
    public static partial nint lua_atpanic(nint state, delegate* unmanaged[Cdecl]<nint, int> panic);

    /// <summary>Suppressed transition: reads one field of the state, calls nothing, cannot block.</summary>
    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int lua_gettop(nint state);

    [LibraryImport(Library)]
    public static partial void lua_settop(nint state, int index);

    /// <summary>Suppressed transition: reads one tag, calls nothing, cannot block.</summary>
    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int lua_type(nint state, int index);

    [LibraryImport(Library)]
    public static partial int lua_toboolean(nint state, int index);

    [LibraryImport(Library)]
    public static partial double lua_tonumber(nint state, int index);

    /// <summary>Only for a value that is a string: a number would be converted, which allocates.</summary>
    [LibraryImport(Library)]
    public static partial byte* lua_tolstring(nint state, int index, nuint* length);

    /// <summary>LUA_OK, LUA_YIELD or an error whose value is on top.</summary>
    [LibraryImport(Library)]
    public static partial int engine_start(nint coroutine, int function, nint exdata, int* top);

    [LibraryImport(Library)]
    public static partial int engine_start_with(nint coroutine, int function, nint exdata, double number, int boolean, int* top);

    [LibraryImport(Library)]
    public static partial int engine_resume(nint coroutine, int arguments, int* top);

    [LibraryImport(Library)]
    public static partial void engine_reset(nint coroutine);

    [LibraryImport(Library)]
    public static partial nint engine_take_child(nint parent, int* arguments);

    [LibraryImport(Library)]
    public static partial int engine_error_values(nint coroutine);

    [LibraryImport(Library)]
    public static partial void engine_deliver(nint from, nint to, int succeeded, int count);

    [LibraryImport(Library)]
    public static partial void engine_clear(nint state, int table, int slot);

    [LibraryImport(Library)]
    public static partial void engine_release_context(nint state, int number);

    [LibraryImport(Library)]
    public static partial nint engine_make_thread(nint state, int maker, int slot);

    [LibraryImport(Library)]
    public static partial int engine_load(nint state, byte* text, nuint size, byte* name);

    [LibraryImport(Library)]
    public static partial void engine_release(nint state, int reference);

    [LibraryImport(Library)]
    public static partial void engine_collect(nint state);

    [LibraryImport(Library)]
    public static partial nuint engine_memory(nint state);

    [LibraryImport(Library)]
    public static partial int engine_traceback(nint coroutine, byte* text, int size);

    [LibraryImport(Library)]
    public static partial int engine_describe(nint state, nint coroutine, byte* text, int size);

    [LibraryImport(Library)]
    public static partial nint engine_broken(nint state, nint coroutine, int chain, int index);

    [LibraryImport(Library)]
    public static partial void engine_push_functions(nint state, Vm.VmState* shared);

    /// <summary>Frees a block of packed values, see Native/pack.c.</summary>
    [LibraryImport(Library)]
    public static partial void engine_discard(double address);

    [LibraryImport(Library)]
    public static partial nuint engine_state_size();
}
