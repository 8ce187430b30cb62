using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>
/// nginx's core module and error log module: the directives of the main context that concern the process. The master reads
/// these and no others.
/// </summary>
public sealed class MainModule : CoreModule
{
    private const ConfContext Main = ConfContext.Main;

    private static readonly Slot Conf = new();

    public override string Name => "core";

    public override void Register(DirectiveTable table)
    {
        RegisterProcesses(table);
        RegisterWorkers(table);
        RegisterWithoutEffect(table);
    }

    public override void OnLoaded(Cycle cycle)
    {
        var conf = cycle.Core;
        SetDefault(ref conf.Daemon, true);
        SetDefault(ref conf.MasterProcess, true);
        SetDefault(ref conf.WorkerProcesses, 1);
        SetDefault(ref conf.Pid, "logs/nginx.pid");
        conf.Pid.Value = cycle.Environment.FullPath(conf.Pid.Value);
        if (cycle.Sources.IsPrivileged && !conf.User.IsSet)
            WorkerUser.SetDefault(conf);
        WorkerAffinityDirective.Check(cycle);
    }

    private static void RegisterProcesses(DirectiveTable table)
    {
        table.Add(Take.Flag("daemon", Main, Conf, static conf => ref conf.Daemon, "on"));
        table.Add(Take.Flag("master_process", Main, Conf, static conf => ref conf.MasterProcess, "on"));
        table.Add(Take.String("pid", Main, Conf, static conf => ref conf.Pid, "logs/nginx.pid"));
        table.Add(ErrorLogDirective.Row(Main, Conf, static conf => conf.ErrorLog));
        table.Add(Take.Custom("env", Main, 1, 1, Conf, static (use, conf) => conf.Environment.Add(use[0]), "TZ"));
        table.Add(Take.Custom("user", Main, 1, 2, Conf, WorkerUser.Read, "nobody nobody"));
        table.Add(Take.String("working_directory", Main, Conf, static conf => ref conf.WorkingDirectory));
    }

    private static void RegisterWorkers(DirectiveTable table)
    {
        table.Add(Take.One("worker_processes", Main, Conf, static conf => ref conf.WorkerProcesses, "1", "threads of the server process", ReadWorkerProcesses));
        table.Add(Take.One("worker_priority", Main, Conf, static conf => ref conf.WorkerPriority, "0", "", ReadPriority));
        table.Add(Take.Custom("worker_cpu_affinity", Main, 1, int.MaxValue, Conf, WorkerAffinityDirective.Read));
        table.Add(Take.Number("worker_rlimit_nofile", Main, Conf, static conf => ref conf.WorkerRlimitNofile));
        table.Add(Take.Offset("worker_rlimit_core", Main, Conf, static conf => ref conf.WorkerRlimitCore));
        table.Add(Take.Milliseconds("worker_shutdown_timeout", Main, Conf, static conf => ref conf.WorkerShutdownTimeoutMs));
    }

    /// <summary>What nginx needs and this server has no use for; the values are checked.</summary>
    private static void RegisterWithoutEffect(DirectiveTable table)
    {
        table.Add(Take.String(
            "lock_file", Main, Conf, static conf => ref conf.LockFile, "logs/nginx.lock", "no difference: no lock needs a file"));
        table.Add(Take.Milliseconds(
            "timer_resolution", Main, Conf, static conf => ref conf.TimerResolutionMs, "", "no difference: time is read once per turn of a loop"));
        table.Add(Take.Enum(
            "debug_points", Main, Conf, static conf => ref conf.DebugPoints, [("stop", "stop"), ("abort", "abort")], "", "no difference: there are no debug points"));
        table.Add(Take.Unsupported("ssl_engine", Main, "OpenSSL 3 has providers instead, see openssl.cnf"));
    }

    private static long ReadWorkerProcesses(DirectiveUse use, string text)
    {
        var count = text == "auto" ? Environment.ProcessorCount : ConfUnits.ParseNumber(text) ?? throw use.Error("\"worker_processes\" directive invalid value");
        if (count > Loop.EventLoop.MaxWorkers)
            use.Warn($"no more than {Loop.EventLoop.MaxWorkers} workers can be started");
        return Math.Min(count, Loop.EventLoop.MaxWorkers);
    }

    private static long ReadPriority(DirectiveUse use, string text)
    {
        var sign = text.StartsWith('-') ? -1 : 1;
        var digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        return sign * (ConfUnits.ParseNumber(digits) ?? throw use.Error("\"worker_priority\" directive invalid number"));
    }

    private static void SetDefault<T>(ref Setting<T> setting, T value)
    {
        if (!setting.IsSet)
            setting.Set(value);
    }

    private sealed class Slot : IConfSlot<CoreConf>
    {
        public CoreConf Open(ConfScope scope) => MainScope.CycleOf(scope).Core;
    }
}
