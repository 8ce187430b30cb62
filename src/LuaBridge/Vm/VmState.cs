using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Vm;

/// <summary>What coroutine._yield, which lua-resty-core calls to wait, returns to its caller. Api/Coroutine knows the numbers.</summary>
internal enum AwaitedResult
{
    /// <summary>Nobody waits: it is LuaJIT's own coroutine.yield.</summary>
    None,

    /// <summary>The caller asks for the result by another function.</summary>
    Nothing,

    /// <summary>true, or nil and "timeout".</summary>
    Semaphore,

    /// <summary>Plus the number of a program: how it ended, as true or false, the reason, the status.</summary>
    Process,
}

/// <summary>
/// What C#, C and Lua share of a VM: Lua code reads it as a plain structure, which costs no call. The same layout stands in
/// Native/engine.h and Vm/engine.lua.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VmState
{
    /// <summary>Seconds since 1970 at the start of the running turn.</summary>
    public double Now;

    /// <summary>Where a C# function leaves bytes that Lua picks up at once.</summary>
    public byte* Scratch;

    public delegate* unmanaged<int, byte*, int, void> WriteLog;

    /// <summary>The bit of the running handler's phase; 0 in init_by_lua*.</summary>
    public uint Phase;

    /// <summary>Not 0: what OpenResty forbids in a phase is forbidden (<c>lua_strict_phases</c>).</summary>
    public uint Strict;

    /// <summary>The number of the running request's ngx.ctx table; 0 when it has none.</summary>
    public int Context;

    /// <summary>How the wait ended that the running light thread was in.</summary>
    public int Wake;

    /// <summary>Lines of a higher level than this are not even formatted.</summary>
    public int LogLevel;

    /// <summary>An <see cref="AwaitedResult"/>: a function of lua-resty-core's interface has told its caller to yield.</summary>
    public int Awaited;
}
