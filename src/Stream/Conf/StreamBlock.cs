using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Stream.Connections;
using Engine.Stream.Modules.Core;

namespace Engine.Stream.Conf;

/// <summary>The stream server as a part of the whole: the <c>stream</c> block, its modules, and what a worker has of it.</summary>
public sealed class StreamBlock(IReadOnlyList<StreamModule> modules) : ServerBlock<StreamConfiguration>(modules)
{
    public override string Name => "stream";

    public override void Register(DirectiveTable table)
    {
        // Kept with what is read by it and not here: several tables may be made at the same time.
        var rows = new Lazy<StreamModuleTable>(() => MakeRows(table));
        table.Add(new Directive("stream", ConfContext.Main, 0, 0, use => ReadStream(use, rows.Value)) { Form = DirectiveForm.Block });
        table.AddLater(() => _ = rows.Value);
    }

    protected override void OnLoaded(StreamConfiguration configuration)
    {
        Merge(configuration);
        TellLoaded(configuration);
        configuration.Variables.Bind();
        foreach (var server in configuration.Servers)
            configuration.Modules.Compile(server);
        configuration.Listen.Open(configuration.Cycle, (worker, socket) => new StreamAcceptor(StateOf(worker), configuration, socket));
    }

    protected override void OnWorkerStop(StreamConfiguration configuration, Worker worker) => StateOf(worker).OnCycleStopped(configuration.Cycle);

    private StreamModuleTable MakeRows(DirectiveTable table)
    {
        var rows = new StreamModuleTable(table);
        table.Add(new Directive("server", ConfContext.Stream, 0, 0, ReadServer) { Form = DirectiveForm.Block });
        foreach (var module in modules)
            module.Register(rows);
        return rows;
    }

    private static SessionWorker<StreamSession> StateOf(Worker worker) =>
        worker.State(static w => new SessionWorker<StreamSession>(w, static sessions => new StreamSession(sessions)));

    private static void ReadStream(DirectiveUse use, StreamModuleTable rows)
    {
        var cycle = MainScope.CycleOf(use.Scope);
        if (cycle.Get<StreamConfiguration>() is not null)
            throw use.Error("\"stream\" directive is duplicate");
        var configuration = new StreamConfiguration(cycle, rows);
        cycle.Set(configuration);
        use.ParseBlock(new StreamScope(ConfContext.Stream, use.Scope, configuration, null));
    }

    private static void ReadServer(DirectiveUse use)
    {
        var scope = StreamScope.Of(use);
        var server = new StreamServer(use.File, use.Line);
        scope.Configuration.Servers.Add(server);
        var inner = new StreamScope(ConfContext.StreamServer, scope, scope.Configuration, server);
        // Made now: "listen" refers to the server before any other directive may.
        var core = StreamCoreConf.Slot.Open(inner);
        use.ParseBlock(inner);
        if (!core.HasListen)
            throw new ConfException("no \"listen\" is defined for server", server.File, server.Line);
    }

    private static void Merge(StreamConfiguration configuration)
    {
        var modules = configuration.Modules;
        ConfSlot<StreamConfiguration>.MergeAll(modules.MainSlots, configuration.MainConfs, null, configuration);
        MergeServer(configuration.Defaults, null, configuration);
        foreach (var server in configuration.Servers)
            MergeServer(server, configuration.Defaults, configuration);
    }

    private static void MergeServer(StreamServer server, StreamServer? defaults, StreamConfiguration configuration)
    {
        try
        {
            ConfSlot<StreamConfiguration>.MergeAll(configuration.Modules.ServerSlots, server.Confs, defaults?.Confs, configuration);
            server.Core = StreamCoreConf.Slot.Of(server);
        }
        catch (ConfException exception) when (exception.File is null && server.File.Length > 0)
        {
            throw new ConfException(exception.Message, server.File, server.Line);
        }

        if (defaults is not null && server.ContentHandler is null)
            throw new ConfException("no handler for server", server.File, server.Line);
    }
}
