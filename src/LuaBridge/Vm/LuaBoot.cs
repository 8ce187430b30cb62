using System.Diagnostics;
using System.Text;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api;
using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Vm;

/// <summary>
/// Sets up a fresh VM: libraries, search paths, the Lua halves of the API families. Nothing has a finalizer yet, so what is called
/// outside of a protected call here can only fail for want of memory.
/// </summary>
internal readonly unsafe ref struct LuaBoot(KeraLua.Lua lua, VmState* shared, LuaVmSettings settings)
{
    public void Run()
    {
        Debug.Assert(LuaNative.engine_state_size() == (nuint)sizeof(VmState), "VmState and Native/engine.h differ");
        LuaNative.lua_atpanic(lua.Handle, &LuaPanic.OnPanic);
        lua.OpenLibs();
        SetCompiler("off");
        SetPath("path", settings.PackagePath, settings.DefaultPackagePath, "LUA_PATH=");
        SetPath("cpath", settings.PackageCPath, settings.DefaultPackageCPath, "LUA_CPATH=");
        RunEngine();
        SetEngineField("own_path", settings.DefaultPackagePath);
        SetEngineField("own_cpath", settings.DefaultPackageCPath);
        foreach (var api in LuaApis.All)
            RunApi(api);
        SetCompiler("on");
        lua.SetTop(0);
    }

    /// <summary>What runs once is not worth a trace; and the first trace is one of the user's code.</summary>
    private void SetCompiler(string function)
    {
        lua.GetGlobal("jit");
        lua.GetField(-1, function);
        Call(0, 0);
        lua.SetTop(0);
    }

    /// <summary>A path of the environment stands as it is, as in LuaJIT; our own libraries are found behind it, see Api/Globals.</summary>
    private void SetPath(string name, string? setting, string? own, string variable)
    {
        if (setting is null && ProcessEnvironment.Read().Exists(entry => entry.StartsWith(variable, StringComparison.Ordinal)))
            return;
        lua.GetGlobal("package");
        lua.GetField(-1, name);
        var original = lua.ToString(-1);
        lua.PushString(PackagePath.Resolve(setting, own is null ? original : $"{own};{original}", settings.Prefix));
        lua.SetField(-3, name);
        lua.SetTop(0);
    }

    /// <summary>Leaves the table "engine" at index 1.</summary>
    private void RunEngine()
    {
        Load("Vm/engine.lua");
        LuaNative.engine_push_functions(lua.Handle, shared);
        lua.PushLightUserData((nint)shared);
        Call(2, 1);
    }

    private void SetEngineField(string name, string? value)
    {
        lua.PushString(value ?? "");
        lua.SetField(1, name);
    }

    private void RunApi(LuaApi api)
    {
        foreach (var (name, address) in api.Reentrant)
        {
            lua.PushLightUserData(address);
            lua.SetField(1, name);
        }

        lua.GetField(1, "structure");
        lua.PushBuffer(api.StructType);
        lua.PushLightUserData((nint)api.Table);
        Call(2, 1);
        Load(api.Source);
        lua.Insert(-2);
        lua.PushCopy(1);
        Call(2, 0);
    }

    private void Load(string path)
    {
        // The name begins with [C for tracebacks, see Native/engine.c.
        if (lua.LoadBuffer(EmbeddedLua.Read(path), $"=[C {Path.GetFileNameWithoutExtension(path)}]") != KeraLua.LuaStatus.OK)
            throw new InvalidOperationException(lua.ToString(-1));
    }

    private void Call(int arguments, int results)
    {
        if (lua.PCall(arguments, results, 0) != KeraLua.LuaStatus.OK)
            throw new InvalidOperationException(lua.ToString(-1));
    }
}
