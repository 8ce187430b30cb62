using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Http.Listening;
using Engine.Http.Locations;
using Engine.Http.Modules.Core;
using Engine.Http.Requests;

namespace Engine.Http.Conf;

/// <summary>The http server as a part of the whole: the <c>http</c> block, its modules, and what a worker has of it.</summary>
public sealed class HttpBlock(IReadOnlyList<HttpModule> modules, FilterOrder order) : ServerBlock<HttpConfiguration>(modules)
{
    public override string Name => "http";

    public override void Register(DirectiveTable table)
    {
        // Kept with what is read by it and not here: several tables may be made at the same time.
        var rows = new HttpModuleTable(table, order);
        table.Add(new Directive("http", ConfContext.Main, 0, 0, use => ReadHttp(use, rows)) { Form = DirectiveForm.Block });
        table.Add(new Directive("server", ConfContext.Http, 0, 0, ReadServer) { Form = DirectiveForm.Block });
        table.Add(new Directive("location", ConfContext.HttpServer | ConfContext.HttpLocation, 1, 2, LocationBlock.Read) { Form = DirectiveForm.Block });
        foreach (var module in modules)
            module.Register(rows);
    }

    protected override void OnLoaded(HttpConfiguration configuration)
    {
        Merge(configuration);
        foreach (var action in configuration.AfterMerge)
            action();
        TellLoaded(configuration);
        configuration.Variables.Bind();
        Compile(configuration);
        configuration.Listen.Open(configuration.Cycle, static (worker, socket) => new HttpAcceptor(StateOf(worker), socket));
    }

    protected override void OnWorkerStart(HttpConfiguration configuration, Worker worker) => StateOf(worker).TakeConfiguration(configuration);

    protected override void OnWorkerStop(HttpConfiguration configuration, Worker worker)
    {
        var state = StateOf(worker);
        state.CloseUnwanted();
        OldCycleDeadline.Arm(worker, configuration.Cycle, state.CloseThoseWith);
    }

    private static HttpWorker StateOf(Worker worker) => worker.State(static w => new HttpWorker(w));

    private static void ReadHttp(DirectiveUse use, HttpModuleTable rows)
    {
        var cycle = MainScope.CycleOf(use.Scope);
        if (cycle.Get<HttpConfiguration>() is not null)
            throw use.Error("\"http\" directive is duplicate");
        var configuration = new HttpConfiguration(cycle, rows);
        cycle.Set(configuration);
        use.ParseBlock(new HttpScope(ConfContext.Http, use.Scope, configuration, null, configuration.Defaults.Location));
    }

    private static void ReadServer(DirectiveUse use)
    {
        var scope = HttpScope.Of(use);
        var server = new VirtualServer(use.File, use.Line);
        scope.Configuration.Servers.Add(server);
        var inner = new HttpScope(ConfContext.HttpServer, scope, scope.Configuration, server, server.Location);
        // Made now: its conf holds the names, and "listen" refers to the server before any other directive may.
        var core = CoreServerConf.Slot.Open(inner);
        use.ParseBlock(inner);
        if (!core.HasListen)
            scope.Configuration.Listen.Add(SocketAddress.Parse(scope.Configuration.Cycle.Sources.IsPrivileged ? "80" : "8000", 80), new ListenParameters(new ListenOptions()), server, null, server.File, server.Line);
        if (core.Names.Count == 0)
            core.Names.Add(new ServerName("", null));
    }

    private static void Merge(HttpConfiguration configuration)
    {
        ConfSlot<HttpConfiguration>.MergeAll(configuration.Modules.MainSlots, configuration.MainConfs, null, configuration);
        configuration.Core = CoreMainConf.Slot.Of(configuration);
        MergeServer(configuration.Defaults, null, configuration);
        foreach (var server in configuration.Servers)
            MergeServer(server, configuration.Defaults, configuration);
    }

    private static void MergeServer(VirtualServer server, VirtualServer? defaults, HttpConfiguration configuration)
    {
        try
        {
            ConfSlot<HttpConfiguration>.MergeAll(configuration.Modules.ServerSlots, server.ServerConfs, defaults?.ServerConfs, configuration);
            server.Core = CoreServerConf.Slot.Of(server);
            MergeLocation(server.Location, defaults?.Location, configuration);
            foreach (var named in server.NamedLocations.Values)
                MergeLocation(named, server.Location, configuration);
        }
        catch (ConfException exception) when (exception.File is null && server.File.Length > 0)
        {
            throw new ConfException(exception.Message, server.File, server.Line);
        }
    }

    private static void MergeLocation(Location location, Location? outer, HttpConfiguration configuration)
    {
        ConfSlot<HttpConfiguration>.MergeAll(configuration.Modules.LocationSlots, location.Confs, outer?.Confs, configuration);
        location.Core = CoreLocationConf.Slot.Of(location);
        foreach (var inner in location.Children.Concat(location.PseudoChildren))
            MergeLocation(inner, location, configuration);
    }

    private static void Compile(HttpConfiguration configuration)
    {
        foreach (var server in configuration.Servers.Append(configuration.Defaults))
        {
            foreach (var location in server.AllLocations())
                configuration.Modules.Compile(location);
            server.Locations = LocationTree.Build(server.Location.Children);
        }
    }
}
