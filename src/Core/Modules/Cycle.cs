using Engine.Core.Conf;
using Engine.Core.Log;

namespace Engine.Core.Modules;

/// <summary>
/// One whole loaded configuration. It does not change once workers have it; a reload makes a new one. Requests and timers hold
/// the cycle they began with, and it is released worker by worker when the last of them is gone.
/// </summary>
public sealed class Cycle
{
    private static long lastGeneration;

    private readonly IReadOnlyList<CoreModule> modules;
    private readonly List<object> parts = [];
    private readonly List<ListenSpecification> listening = [];
    private readonly List<string> directories = [];
    private CycleUse?[] uses = [];
    private int users = 1;

    internal Cycle(IReadOnlyList<CoreModule> modules, CycleSources sources, ConfEnvironment environment, ErrorLog log, Cycle? previous)
    {
        this.modules = modules;
        Sources = sources;
        Environment = environment;
        Log = log;
        Previous = previous;
        Generation = Interlocked.Increment(ref lastGeneration);
    }

    /// <summary>1 for the first configuration of the process; each load counts, a failed one too.</summary>
    public long Generation { get; }

    /// <summary>What the command line and the environment of the start say.</summary>
    public CycleSources Sources { get; }

    /// <summary><c>-t</c>: read and checked, never served.</summary>
    public bool IsTest => Sources.IsTest;

    public ConfEnvironment Environment { get; }

    /// <summary>The error log of the main context. While the file is read: the one before it.</summary>
    public ErrorLog Log { get; internal set; }

    public LogFiles LogFiles { get; } = new();

    public CoreConf Core { get; } = new();

    public EventsConf Events { get; } = new();

    /// <summary>While this one is loaded: the cycle it is to replace, for what outlives a reload. Null at a start and afterwards.</summary>
    public Cycle? Previous { get; private set; }

    public IReadOnlyList<ListenSpecification> Listening => listening;

    /// <summary>The directories that <see cref="UseDirectory"/> asked for.</summary>
    public IReadOnlyList<string> Directories => directories;

    internal IReadOnlyList<CoreModule> Modules => modules;

    /// <summary>
    /// Asked for while the configuration is loaded: a worker beside the others, without listeners, and the connections that it may have. 0 is too few to
    /// start it. Null without one.
    /// </summary>
    public int? PrivilegedAgentConnections { get; set; }

    /// <summary>Places of an array that has one for each worker (<see cref="Worker.Slot"/>); known before the first of them starts.</summary>
    public int WorkerSlots => uses.Length;

    /// <summary>Called once, when the control thread has given the cycle up and the last worker has released it; on the thread that was last.</summary>
    internal Action<Cycle> OnUnused { get; set; } = static _ => { };

    /// <summary>A module's whole configuration. Looked for in a short list: not for the request path.</summary>
    public T? Get<T>() where T : class
    {
        foreach (var part in parts)
        {
            if (part is T found)
                return found;
        }

        return null;
    }

    public void Set<T>(T part) where T : class
    {
        parts.RemoveAll(static known => known is T);
        parts.Add(part);
    }

    /// <summary>Asks for a listening socket; while the configuration is loaded.</summary>
    public void Listen(ListenSpecification specification)
    {
        if (listening.Exists(known => known.Address.Equals(specification.Address) && known.Options.IsDatagram == specification.Options.IsDatagram))
            throw new ConfException($"duplicate \"{specification.Address}\" address and port pair in {specification.Where}");
        listening.Add(specification);
    }

    /// <summary>Asks for a directory that belongs to the workers' user (temporary files, caches): made at activation if it is missing.</summary>
    public void UseDirectory(string absolutePath)
    {
        if (!directories.Contains(absolutePath))
            directories.Add(absolutePath);
    }

    /// <summary>A request, timer or the like of this worker needs the cycle until it calls <see cref="Release"/>.</summary>
    public void Hold(Worker worker) => uses[worker.Slot]!.Hold();

    public void Release(Worker worker) => uses[worker.Slot]!.Release();

    /// <summary>The modules' last word before workers get the cycle; what led to it is not needed any more afterwards.</summary>
    internal void Activate()
    {
        foreach (var module in modules)
            module.OnActivated(this);
        Previous = null;
    }

    /// <summary>Before the first worker gets the cycle: how many there will be, the privileged agent not counted.</summary>
    internal void ExpectWorkers(int count) => uses = new CycleUse?[count + 1];

    /// <summary>One more worker is going to start the cycle. Control thread.</summary>
    internal void AddWorker() => Interlocked.Increment(ref users);

    /// <summary>Another cycle has taken its place: no worker is going to start this one any more. Control thread.</summary>
    internal void GiveUp() => ReleaseUse();

    internal void StartOn(Worker worker)
    {
        uses[worker.Slot] = new CycleUse(this, worker);
        worker.Cycles.Add(this);
        worker.Current = this;
        foreach (var module in modules)
            module.OnWorkerStart(this, worker);
    }

    /// <summary>A newer cycle has taken over on this worker.</summary>
    internal void SupersedeOn(Worker worker)
    {
        StopOn(worker);
        uses[worker.Slot]!.Supersede();
    }

    /// <summary>The worker ends: nothing on it can use the cycle any more, whatever still holds it.</summary>
    internal void EndOn(Worker worker) => uses[worker.Slot]!.End();

    internal void StopOn(Worker worker)
    {
        foreach (var module in modules)
            module.OnWorkerStop(this, worker);
    }

    internal void OnReleasedBy(Worker worker)
    {
        worker.Cycles.Remove(this);
        foreach (var module in modules)
            module.OnWorkerReleased(this, worker);
        LogFiles.FlushOn(worker.Loop);
        ReleaseUse();
    }

    private void ReleaseUse()
    {
        if (Interlocked.Decrement(ref users) == 0)
            OnUnused(this);
    }

    /// <summary>The end of the cycle; also of one that failed to load.</summary>
    internal void Dispose()
    {
        foreach (var module in modules)
            module.OnDisposed(this);
        LogFiles.Dispose();
    }
}
