using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.LuaBridge.Api;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Vm;

/// <summary>A LuaJIT VM of one worker: its life, its code, and what runs in it. Belongs to the thread of its loop.</summary>
internal sealed unsafe class LuaVm : IDisposable
{
    /// <summary>The VM whose Lua code runs on this thread.</summary>
    [ThreadStatic]
    private static LuaVm? current;

    /// <summary>Those beyond a burst are left to .NET's collector.</summary>
    private const int MaxFreeRuns = 256;

    private readonly KeraLua.Lua lua;
    private readonly VmState* shared;
    private readonly object?[] apiStates = new object?[LuaApis.All.Length];
    private readonly LuaThreadPool threads;
    private readonly SpareStack<LuaRun> freeRuns = new();
    private readonly LuaCode code;

    /// <exception cref="InvalidOperationException">Lua's own libraries can't be loaded.</exception>
    public LuaVm(LuaVmSettings settings, LuaChunks chunks, EventLoop loop)
    {
        Settings = settings;
        Loop = loop;
        shared = (VmState*)NativeMemory.AllocZeroed((nuint)sizeof(VmState));
        shared->WriteLog = &WriteLog;
        shared->Strict = settings.StrictPhases ? 1u : 0u;
        lua = new KeraLua.Lua(openLibs: false) { Encoding = Encoding.UTF8 };
        threads = new LuaThreadPool(this);
        Contexts = new ContextTables(this);
        code = new LuaCode(this, chunks);
        Scratch = new ScratchBuffer(shared);
        foreach (var api in LuaApis.All)
            apiStates[api.Index] = api.CreateState?.Invoke(this);
        using (EnterInit())
            new LuaBoot(lua, shared, settings).Run();
    }

    /// <summary>The VM that calls the C# function that asks.</summary>
    public static LuaVm Current => current!;

    /// <summary>Lua code runs on this thread, so no coroutine of it can be resumed now.</summary>
    public static bool IsInside => current is not null;

    public LuaVmSettings Settings { get; }

    public EventLoop Loop { get; internal set; }

    /// <summary>The run whose Lua code runs now; null in init code and finalizers.</summary>
    public LuaRun? Run { get; private set; }

    /// <summary>The light thread whose Lua code runs now.</summary>
    public LuaThread Running => Run!.Running!;

    public nint MainState => lua.Handle;

    /// <summary>Bytes for Lua to pick up.</summary>
    public ScratchBuffer Scratch { get; }

    /// <summary>The ngx.ctx tables.</summary>
    public ContextTables Contexts { get; }

    /// <summary>Bytes that Lua has allocated.</summary>
    public long MemoryBytes => (long)LuaNative.engine_memory(MainState);

    /// <summary>Coroutines kept for light threads, running or pooled.</summary>
    public int ThreadCount => threads.Count;

    /// <summary>No timer is created any more: the worker exits, or the configuration was replaced.</summary>
    public bool IsExiting { get; private set; }

    /// <summary>The process that the pid file names; -1 as long as the configuration is loaded.</summary>
    public int MasterProcessId { get; internal set; } = -1;

    /// <summary>Who must not release the VM, nor end its worker, while code runs for no request.</summary>
    internal IVmOwner? Owner { get; set; }

    /// <summary>The reference of the table { [0] = error, coroutine... } of Api/Coroutine.</summary>
    internal int BrokenTable { get; set; }

    internal LuaThreadPool Threads => threads;

    /// <summary>How the wait ended of the thread that is resumed next.</summary>
    internal int Wake
    {
        get => shared->Wake;
        set => shared->Wake = value;
    }

    /// <summary>The number of the running request's ngx.ctx table; 0 when it has none.</summary>
    internal int ContextNumber
    {
        get => shared->Context;
        set => shared->Context = value;
    }

    /// <summary>From a C# function that has parked the running thread: the Lua code that called it yields by coroutine._yield.</summary>
    internal AwaitedResult AwaitedResult
    {
        set => shared->Awaited = (int)value;
    }

    /// <summary>What an API family keeps for this VM.</summary>
    public object StateOf(LuaApi api) => apiStates[api.Index]!;

    /// <summary>The function of a chunk, compiled on first use: a number for <see cref="LuaRun.Start(int)"/>. 0 and what is wrong if it can't be.</summary>
    public int Load(LuaChunk chunk, out string? error)
    {
        if (code.TryGet(chunk, out var known))
        {
            error = null;
            return known;
        }

        using (EnterInit())
            return code.Compile(chunk, out error);
    }

    /// <summary>A run for a handler. It is to be returned.</summary>
    public LuaRun RentRun(LuaHost host, LuaPhase phase)
    {
        if (!freeRuns.TryPop(out var run))
            run = new LuaRun(this);
        run.Begin(host, phase);
        return run;
    }

    /// <summary>A full garbage collection.</summary>
    public void Collect()
    {
        using (EnterInit())
            LuaNative.engine_collect(MainState);
    }

    /// <summary>The worker exits, or another configuration takes over. What runs may come to its end; timers that are pending run now.</summary>
    public void BeginExit()
    {
        IsExiting = true;
        foreach (var state in apiStates)
            (state as IVmState)?.OnExiting();
    }

    /// <summary>Closes the VM: finalizers run, all of its memory is freed. Hosts have returned their runs.</summary>
    public void Dispose()
    {
        foreach (var state in apiStates)
            (state as IVmState)?.OnClosing();
        using (EnterInit())
            lua.Close();
        Scratch.Dispose();
        NativeMemory.Free(shared);
    }

    internal void ReturnRun(LuaRun run)
    {
        if (freeRuns.Count < MaxFreeRuns)
            freeRuns.Push(run);
    }

    /// <summary>What lua-resty-core takes for the request: any pointer but null when there is one.</summary>
    internal nint RequestPointerFor(LuaPhase phase) => phase == LuaPhase.Init ? 0 : (nint)shared;

    /// <summary>Before Lua code of a run runs. What was running on this thread goes on after <see cref="Leave"/>.</summary>
    internal Outer Enter(LuaRun run)
    {
        var outer = new Outer(current, Run);
        // The table of the outer request, if Lua has asked for one since.
        if (Run is { } interrupted)
            interrupted.Host.Context = shared->Context;
        current = this;
        Run = run;
        Publish(run);
        return outer;
    }

    internal void Leave(Outer outer, LuaRun run)
    {
        run.Host.Context = shared->Context;
        current = outer.Vm;
        Run = outer.Run;
        if (outer.Run is not null)
            Publish(outer.Run);
        else
            OnLeft();
    }

    /// <summary>No Lua code of this VM is under way: what could not be done in it is.</summary>
    private void OnLeft()
    {
        Contexts.ClearReturned();
        threads.FreeReturned();
    }

    private void Publish(LuaRun run)
    {
        shared->Now = Loop.Clock.UnixMs / 1000.0;
        shared->Phase = (uint)run.Phase;
        shared->Context = run.Host.Context;
        shared->LogLevel = (int)run.Host.Log.Level;
    }

    /// <summary>ngx.update_time.</summary>
    internal void UpdateTime()
    {
        Loop.Clock.Update();
        shared->Now = Loop.Clock.UnixMs / 1000.0;
    }

    [UnmanagedCallersOnly]
    private static void WriteLog(int level, byte* text, int length)
    {
        var vm = current!;
        var host = vm.Run?.Host;
        var log = host?.Log ?? vm.Settings.Log;
        log.WriteRaw((Core.Log.LogLevel)level, host?.LogContext, new ReadOnlySpan<byte>(text, length));
    }

    /// <summary>Around Lua code that belongs to no run, finalizers for one: C# functions that it calls find the VM.</summary>
    private Initializing EnterInit() => new(this);

    private readonly ref struct Initializing
    {
        private readonly LuaVm? outer;

        public Initializing(LuaVm vm)
        {
            outer = current;
            current = vm;
        }

        public void Dispose() => current = outer;
    }

    /// <summary>What was running when a run was entered.</summary>
    internal readonly record struct Outer(LuaVm? Vm, LuaRun? Run);
}
