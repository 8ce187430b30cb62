using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Echo;

/// <summary>OpenResty's echo module: responses written in the configuration, subrequests, waits, and text around a body.</summary>
public sealed class EchoModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpLocation | ConfContext.HttpLocationIf;
    private const int Any = int.MaxValue;

    public override string Name => "echo";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(EchoConf.Slot);
        table.Slot(EchoState.Slot);
        AddContent(table);
        table.Add(Take.Number("echo_status", Contexts, EchoConf.Slot, static c => ref c.Status, "200"));
        table.Add(Take.Custom("echo_before_body", Contexts, 0, Any, EchoConf.Slot, static (use, conf) => conf.AddBefore(EchoText.Compile(use))));
        table.Add(Take.Custom("echo_after_body", Contexts, 0, Any, EchoConf.Slot, static (use, conf) => conf.AddAfter(EchoText.Compile(use))));
        table.Add(Take.Unsupported("echo_abort_parent", Contexts, "the module that has it answers 500 to it"));
        table.Filter("echo", EchoFilter.FilterHeader, static location => EchoConf.Slot.Of(location).HasFilter);
        table.Filter("echo", EchoFilter.FilterBody, static location => EchoConf.Slot.Of(location).HasFilter);
        EchoVariables.Register(table);
    }

    /// <summary>The directives that make the location answer, one after the other.</summary>
    private static void AddContent(HttpModuleTable table)
    {
        Add(table, "echo", 0, Any, static use => new WriteCommand(EchoText.Compile(use)));
        Add(table, "echo_duplicate", 2, Any, DuplicateCommand.Read);
        Add(table, "echo_flush", 0, 0, static _ => new FlushCommand());
        Add(table, "echo_sleep", 1, 1, static use => new SleepCommand(EchoArgument.Compile(use, 0)));
        Add(table, "echo_blocking_sleep", 1, 1, static use => new BlockingSleepCommand(EchoArgument.Compile(use, 0)));
        Add(table, "echo_reset_timer", 0, 0, static _ => new ResetTimerCommand());
        Add(table, "echo_read_request_body", 0, 0, static _ => new ReadRequestBodyCommand());
        Add(table, "echo_request_body", 0, 0, static _ => new WriteRequestBodyCommand());
        Add(table, "echo_location", 1, 2, static use => SubrequestCommand.ReadLocation(use, waits: true));
        Add(table, "echo_location_async", 1, 2, static use => SubrequestCommand.ReadLocation(use, waits: false));
        Add(table, "echo_subrequest", 2, Any, static use => SubrequestCommand.ReadSubrequest(use, waits: true));
        Add(table, "echo_subrequest_async", 2, Any, static use => SubrequestCommand.ReadSubrequest(use, waits: false));
        Add(table, "echo_foreach_split", 2, Any, ForeachCommand.Read);
        Add(table, "echo_end", 0, 0, static _ => new EndCommand());
        Add(table, "echo_exec", 1, 2, ExecCommand.Read);
    }

    private static void Add(HttpModuleTable table, string name, int minArgs, int maxArgs, Func<DirectiveUse, EchoCommand> read) =>
        table.Add(Take.Custom(name, Contexts, minArgs, maxArgs, EchoConf.Slot, (use, conf) =>
        {
            conf.Add(read(use));
            HttpScope.Of(use).Location.ContentHandler = EchoRun.Handle;
        }));
}
