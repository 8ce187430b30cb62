using Engine.Core.Conf;
using Engine.Interop.Libc;

namespace Engine.Core.Modules;

/// <summary>nginx's core module and error log module: the directives of the main context that concern the process.</summary>
public sealed class MainModule : CoreModule
{
    private static readonly Slot Conf = new();

    public override string Name => "core";

    public override void Register(DirectiveTable table)
    {
        const ConfContext main = ConfContext.Main;
        table.Add(Take.Flag("daemon", main, Conf, static conf => ref conf.Daemon, "on"));
        table.Add(Take.Flag("master_process", main, Conf, static conf => ref conf.MasterProcess, "on"));
        table.Add(Take.String("pid", main, Conf, static conf => ref conf.Pid, "logs/nginx.pid"));
        table.Add(ErrorLogDirective.Row(main, Conf, static conf => conf.ErrorLog));
        table.Add(Take.One(
            "worker_processes", main, Conf, static conf => ref conf.WorkerProcesses, "1", "",
            static (use, text) => text == "auto"
                ? Environment.ProcessorCount
                : ConfUnits.ParseNumber(text) ?? throw use.Error("\"worker_processes\" directive invalid value")));
        table.Add(Take.Custom("user", main, 1, 2, Conf, ReadUser, "nobody nobody"));
        table.Add(Take.Custom("env", main, 1, 1, Conf, static (use, conf) => conf.Environment.Add(use[0]), "TZ"));
    }

    private static void ReadUser(DirectiveUse use, CoreConf conf)
    {
        if (conf.User.IsSet)
            throw use.Error("\"user\" directive is duplicate");
        if (Processes.UserId != 0)
        {
            use.Warn("the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored");
            return;
        }

        var user = Processes.FindUser(use[0]) ?? throw use.Error($"getpwnam(\"{use[0]}\") failed");
        var groupName = use.Count > 1 ? use[1] : use[0];
        conf.User.Set(user);
        conf.Group.Set(Processes.FindGroup(groupName) ?? throw use.Error($"getgrnam(\"{groupName}\") failed"));
    }

    private sealed class Slot : IConfSlot<CoreConf>
    {
        public CoreConf Open(ConfScope scope) => MainScope.CycleOf(scope).Core;
    }
}
