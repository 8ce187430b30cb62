using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Mail.Modules.Core;
using Engine.Mail.Sessions;

namespace Engine.Mail.Conf;

/// <summary>The mail proxy as a part of the whole: the <c>mail</c> block, its modules, and what a worker has of it.</summary>
public sealed class MailBlock(IReadOnlyList<MailModule> modules) : ServerBlock<MailConfiguration>(modules)
{
    public override string Name => "mail";

    public override void Register(DirectiveTable table)
    {
        // Kept with what is read by it and not here: several tables may be made at the same time.
        var rows = new Lazy<MailModuleTable>(() => MakeRows(table));
        table.Add(new Directive("mail", ConfContext.Main, 0, 0, use => ReadMail(use, rows.Value)) { Form = DirectiveForm.Block });
        table.AddLater(() => _ = rows.Value);
    }

    protected override void OnLoaded(MailConfiguration configuration)
    {
        ConfSlot<MailConfiguration>.MergeAll(configuration.Modules.Slots, configuration.Defaults.Confs, null, configuration);
        foreach (var server in configuration.Servers)
            Merge(server, configuration);
        TellLoaded(configuration);
        configuration.Listen.Open(configuration.Cycle, (worker, socket) => new MailAcceptor(StateOf(worker), configuration, socket));
    }

    protected override void OnWorkerStop(MailConfiguration configuration, Worker worker) => StateOf(worker).OnCycleStopped(configuration.Cycle);

    private MailModuleTable MakeRows(DirectiveTable table)
    {
        var rows = new MailModuleTable(table);
        table.Add(new Directive("server", ConfContext.Mail, 0, 0, ReadServer) { Form = DirectiveForm.Block });
        foreach (var module in modules)
            module.Register(rows);
        return rows;
    }

    private static SessionWorker<MailSession> StateOf(Worker worker) =>
        worker.State(static w => new SessionWorker<MailSession>(w, static sessions => new MailSession(sessions)));

    private static void ReadMail(DirectiveUse use, MailModuleTable rows)
    {
        var cycle = MainScope.CycleOf(use.Scope);
        if (cycle.Get<MailConfiguration>() is not null)
            throw use.Error("\"mail\" directive is duplicate");
        var configuration = new MailConfiguration(cycle, rows);
        cycle.Set(configuration);
        use.ParseBlock(new MailScope(ConfContext.Mail, use.Scope, configuration, null));
    }

    private static void ReadServer(DirectiveUse use)
    {
        var scope = MailScope.Of(use);
        var server = new MailServer(use.File, use.Line);
        scope.Configuration.Servers.Add(server);
        use.ParseBlock(new MailScope(ConfContext.MailServer, scope, scope.Configuration, server));
        if (!server.HasListen)
            throw new ConfException("no \"listen\" is defined for server", server.File, server.Line);
    }

    private void Merge(MailServer server, MailConfiguration configuration)
    {
        try
        {
            ConfSlot<MailConfiguration>.MergeAll(configuration.Modules.Slots, server.Confs, configuration.Defaults.Confs, configuration);
            server.Core = MailCoreConf.Slot.Of(server);
            foreach (var module in modules)
                module.OnServerMerged(server);
            server.Texts = server.Protocol!.MakeTexts(server);
        }
        catch (ConfException exception) when (exception.File is null)
        {
            throw new ConfException(exception.Message, server.File, server.Line);
        }
    }
}
