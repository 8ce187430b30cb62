using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.LuaBridge.Api.Errlog;
using Engine.LuaBridge.Api.SharedDict;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>The Lua VMs of a configuration, one for each worker. The first is made, and its init code run, while the configuration is loaded.</summary>
internal sealed class LuaVms(LuaMainConf conf, HttpConfiguration configuration)
{
    private LuaWorkerState?[] workers = [];
    private LuaVm? prepared;
    private DictZone[] dicts = [];
    private CapturedLog? captured;

    /// <summary>Makes the first VM and runs init_by_lua* in it; under <c>-t</c> compiles all code.</summary>
    /// <exception cref="ConfException">The code does not compile, or the init code failed.</exception>
    public void Prepare()
    {
        dicts = [.. conf.SharedDicts.Select(static dict => DictZones.Hold(dict.Name, dict.Size))];
        if (!conf.IsUsed)
            return;
        if (conf.CaptureSize > 0)
            captured = new CapturedLog(conf.CaptureSize);
        using var loop = new EpollEventLoop(0);
        var vm = Make(loop);
        if (configuration.Cycle.IsTest)
            CompileAll(vm);
        else if (conf.InitBy is { } init)
            RunInit(vm, init);
        prepared = vm;
    }

    public void Start(Worker worker)
    {
        if (!conf.IsUsed)
            return;
        if (workers.Length == 0)
            Interlocked.CompareExchange(ref workers, new LuaWorkerState?[worker.Server.WorkerCount + 1], []);
        var vm = Interlocked.Exchange(ref prepared, null);
        if (vm is null)
        {
            vm = Make(worker.Loop);
            if (conf.InitBy is { } init)
                RunInit(vm, init);
        }

        // Not sooner: what a start logs is not for users.
        if (captured is not null)
            ErrorLog.Capture = captured;
        vm.Loop = worker.Loop;
        vm.Owner = new VmOwner(worker, configuration.Cycle);
        vm.MasterProcessId = worker.Server.MasterProcessId;
        workers[worker.Slot] = new LuaWorkerState(vm);
        if (conf.InitWorkerBy is { } initWorker)
            new WorkerHost(vm, configuration.Cycle, configuration.Defaults.Location).Run(initWorker, LuaPhase.InitWorker);
    }

    /// <summary>The worker quits or has a newer configuration: timers that are pending run now.</summary>
    public void Stop(Worker worker)
    {
        if (workers.Length > 0)
            workers[worker.Slot]?.BeginExit();
    }

    /// <summary>Nothing on the worker uses the configuration any more: the code of exit_worker_by_lua* is the last to run.</summary>
    public void Release(Worker worker)
    {
        if (workers.Length == 0 || workers[worker.Slot] is not { Vm: var vm } state)
            return;
        state.DisposeLingering();
        vm.Owner = null;
        if (conf.ExitWorkerBy is { } exitWorker)
            new WorkerHost(vm, configuration.Cycle).Run(exitWorker, LuaPhase.ExitWorker);
        vm.Dispose();
        workers[worker.Slot] = null;
    }

    /// <summary>No worker has the configuration any more, or it could not be loaded.</summary>
    public void Dispose()
    {
        prepared?.Dispose();
        prepared = null;
        if (captured is not null && ErrorLog.Capture == captured)
            ErrorLog.Capture = null;
        foreach (var dict in dicts)
            DictZones.Release(dict);
        dicts = [];
    }

    public LuaWorkerState On(Worker worker) => workers[worker.Slot]!;

    private LuaVm Make(EventLoop loop) => new(Settings(), conf.Chunks, loop);

    /// <summary>A VM of its own for one request (<c>lua_code_cache off</c>), its init code run.</summary>
    public RequestVm MakeForRequest(Worker worker)
    {
        var vm = Make(worker.Loop);
        if (conf.InitBy is { } init)
            new WorkerHost(vm, configuration.Cycle).Run(init, LuaPhase.Init);
        vm.Owner = new VmOwner(worker, configuration.Cycle);
        vm.MasterProcessId = worker.Server.MasterProcessId;
        return new RequestVm(vm, On(worker));
    }

    private LuaVmSettings Settings()
    {
        var prefix = configuration.Cycle.Environment.FullPath("");
        return new LuaVmSettings
        {
            PackagePath = conf.PackagePath.IsSet ? conf.PackagePath.Value : null,
            PackageCPath = conf.PackageCPath.IsSet ? conf.PackageCPath.Value : null,
            DefaultPackagePath = PackagePath.OfLibraries(prefix, "/?.lua", "/?/init.lua"),
            DefaultPackageCPath = PackagePath.OfLibraries(prefix, "/?.so"),
            Prefix = prefix,
            StrictPhases = conf.StrictPhases.Value,
            MaxPendingTimers = (int)conf.MaxPendingTimers.Value,
            MaxRunningTimers = (int)conf.MaxRunningTimers.Value,
            Log = configuration.Cycle.Log,
            SharedDicts = dicts,
            CapturedLog = captured,
            HasMaster = configuration.Cycle.Core.MasterProcess.Or(true),
            Environment = configuration.Cycle.Core.Environment,
            ThreadCacheSize = (int)conf.ThreadCacheMaxEntries.Value,
            OriginalEnvironment = configuration.Cycle.Sources.Environment,
            RegexCacheSize = (int)conf.RegexCacheMaxEntries.Value,
            ConfigureArguments = configuration.Cycle.Sources.ConfigureArguments,
            ThreadPools = [.. configuration.Cycle.Get<ThreadPools>()?.All.Select(static pool => pool.Name) ?? []],
            WorkerThreadVms = (int)conf.WorkerThreadVms.Value,
            RegexMatchLimit = (int)conf.RegexMatchLimit.Value,
            EnablePrivilegedAgent = connections => configuration.Cycle.PrivilegedAgentConnections = connections,
            WorkerCount = (int)configuration.Cycle.Core.WorkerProcesses.Or(1),
        };
    }

    private void CompileAll(LuaVm vm)
    {
        foreach (var chunk in conf.Chunks.All)
        {
            vm.Load(chunk, out var error);
            if (error is not null)
                throw new ConfException(chunk.IsFile ? $"failed to load external Lua file: {error}" : $"failed to load inlined Lua code: {error}");
        }
    }

    private void RunInit(LuaVm vm, LuaSource init)
    {
        var host = new WorkerHost(vm, configuration.Cycle);
        if (!host.Run(init, LuaPhase.Init))
            throw new ConfException("init_by_lua failed, see the error above");
    }
}

/// <summary>What a worker has of Lua for one configuration.</summary>
internal sealed class LuaWorkerState(LuaVm vm)
{
    /// <summary>Those beyond a burst are left to the collector.</summary>
    private const int MaxSpare = 128;

    private readonly SpareStack<LuaRequest> spare = new();
    private readonly List<RequestVm> lingering = [];

    public LuaVm Vm => vm;

    public LuaRequest Rent() => spare.TryPop(out var request) ? request : new LuaRequest();

    public void Return(LuaRequest request)
    {
        if (spare.Count < MaxSpare)
            spare.Push(request);
    }

    /// <summary>Its request has ended, its timers have not.</summary>
    public void Linger(RequestVm retired)
    {
        lingering.Add(retired);
        if (vm.IsExiting)
            retired.Vm.BeginExit();
    }

    public void Forget(RequestVm retired) => lingering.Remove(retired);

    public void BeginExit()
    {
        vm.BeginExit();
        foreach (var retired in lingering.ToArray())
            retired.Vm.BeginExit();
    }

    public void DisposeLingering()
    {
        foreach (var retired in lingering)
            retired.Dispose();
        lingering.Clear();
    }
}

/// <summary>A timer's function holds the configuration, and the worker.</summary>
internal sealed class VmOwner(Worker worker, Cycle cycle) : IVmOwner
{
    public void Hold()
    {
        worker.Hold();
        cycle.Hold(worker);
    }

    public void Release()
    {
        cycle.Release(worker);
        worker.Release();
    }
}
