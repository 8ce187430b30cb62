using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>What the main context says of the server process itself: limits, directory, user, environment.</summary>
/// <param name="original">The environment that the server was started with.</param>
internal sealed class ProcessSettings(IReadOnlyList<string> original)
{
    private bool isUserSet;

    /// <summary>
    /// At the first cycle everything, the user last, before any code of the configuration runs. At a reload what an ordinary user
    /// may still change.
    /// </summary>
    /// <exception cref="ConfException">The process can't become the user that it has to be.</exception>
    public void Apply(Cycle cycle)
    {
        var core = cycle.Core;
        ApplyLimits(core, cycle.Log);
        SetEnvironment(WorkerEnvironment.Of(core.Environment, original));
        if (!isUserSet)
            BecomeUser(core);
        isUserSet = true;
        if (core.WorkingDirectory.IsSet)
            ChangeDirectory(core.WorkingDirectory.Value);
    }

    /// <summary>What was in its place before is never freed: most reloads change nothing.</summary>
    private static void SetEnvironment(IReadOnlyList<string> entries)
    {
        if (!ProcessEnvironment.Read().SequenceEqual(entries))
            ProcessEnvironment.Replace(entries);
    }

    private static void ApplyLimits(CoreConf core, ErrorLog log)
    {
        if (core.WorkerPriority.Or(0) is var priority and not 0)
            Check(log, Processes.SetPriority((int)priority), $"setpriority({priority})");
        if (core.WorkerRlimitNofile.IsSet)
            Check(log, Processes.SetLimit(Processes.RLIMIT_NOFILE, (ulong)core.WorkerRlimitNofile.Value), $"setrlimit(RLIMIT_NOFILE, {core.WorkerRlimitNofile.Value})");
        if (core.WorkerRlimitCore.IsSet)
            Check(log, Processes.SetLimit(Processes.RLIMIT_CORE, (ulong)core.WorkerRlimitCore.Value), $"setrlimit(RLIMIT_CORE, {core.WorkerRlimitCore.Value})");
    }

    private static void BecomeUser(CoreConf core)
    {
        if (Processes.UserId != 0 || !core.User.IsSet || core.User.Value.UserId == 0)
            return;
        var result = Processes.BecomeUser(core.User.Value, core.Group.Value);
        if (result < 0)
            throw new ConfException($"setuid({core.User.Value.UserId}) failed ({-result}: {Errno.Text(-result)})");
        // A process that changed its user gets no core dump and hides its /proc, unless it says that it wants to.
        Processes.SetDumpable();
    }

    private static void ChangeDirectory(string path)
    {
        var result = Processes.ChangeDirectory(path);
        if (result < 0)
            throw new ConfException($"chdir(\"{path}\") failed ({-result}: {Errno.Text(-result)})");
    }

    private static void Check(ErrorLog log, int result, string call)
    {
        if (result < 0)
            log.Write(LogLevel.Alert, $"{call} failed", -result);
    }
}
