using Engine.Core.Conf;
using Engine.Interop.Libc;

namespace Engine.Core.Modules;

/// <summary>The directives of the main context that concern the process as a whole.</summary>
public sealed class CoreConf
{
    public Setting<bool> Daemon;

    public Setting<bool> MasterProcess;

    /// <summary>Absolute once the configuration is loaded.</summary>
    public Setting<string> Pid;

    /// <summary>The number of workers; <c>auto</c> has become the number of processors.</summary>
    public Setting<long> WorkerProcesses;

    public Setting<UserEntry> User;

    /// <summary>The group id of the workers.</summary>
    public Setting<uint> Group;

    public Setting<long> WorkerPriority;

    public Setting<WorkerAffinity> WorkerCpuAffinity;

    public Setting<long> WorkerRlimitNofile;

    public Setting<long> WorkerRlimitCore;

    public Setting<long> WorkerShutdownTimeoutMs;

    public Setting<string> WorkingDirectory;

    public Setting<long> TimerResolutionMs;

    public Setting<string> LockFile;

    public Setting<string> DebugPoints;

    /// <summary><c>env</c>, in order: "NAME" or "NAME=value".</summary>
    public List<string> Environment { get; } = [];

    public ErrorLogSetting ErrorLog { get; } = new();
}
