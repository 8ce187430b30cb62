using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>nginx's events, event core and epoll modules: the <c>events</c> block.</summary>
public sealed class EventsModule : CoreModule
{
    private const ConfContext Events = ConfContext.Events;
    private const int DefaultWorkerConnections = 512;

    private static readonly Slot Conf = new();

    public override string Name => "events";

    public override void Register(DirectiveTable table)
    {
        table.Add(Take.Block("events", ConfContext.Main, 0, 0, Conf, ReadBlock));
        table.Add(Take.One(
            "worker_connections", Events, Conf, static conf => ref conf.WorkerConnections, "512", "",
            static (use, text) => ConfUnits.ParseNumber(text) ?? throw use.Error($"invalid number \"{text}\"")));
        table.Add(Take.One("use", Events, Conf, static conf => ref conf.Use, "epoll", "poll and select mean epoll here", ReadUse));
        table.Add(Take.Flag("multi_accept", Events, Conf, static conf => ref conf.MultiAccept, "off"));
        RegisterWithoutEffect(table);
    }

    public override void OnLoaded(Cycle cycle)
    {
        var conf = cycle.Events;
        if (!conf.IsPresent)
            throw new ConfException("no \"events\" section in configuration");
        if (!conf.WorkerConnections.IsSet)
            conf.WorkerConnections.Set(DefaultWorkerConnections);
        if (!conf.Use.IsSet)
            conf.Use.Set("epoll");
    }

    public override void OnActivated(Cycle cycle)
    {
        var conf = cycle.Events;
        if (conf.WorkerConnections.Value <= cycle.Listening.Count)
            throw new ConfException($"{conf.WorkerConnections.Value} worker_connections are not enough for {cycle.Listening.Count} listening sockets");
    }

    /// <summary>What other event methods and other processes need; the values are checked.</summary>
    private static void RegisterWithoutEffect(DirectiveTable table)
    {
        const string noMutex = "no difference: EPOLLEXCLUSIVE wakes one worker for a connection, which is what the mutex was for";
        table.Add(Take.Flag("accept_mutex", Events, Conf, static conf => ref conf.AcceptMutex, "off", noMutex));
        table.Add(Take.Milliseconds("accept_mutex_delay", Events, Conf, static conf => ref conf.AcceptMutexDelayMs, "500ms", noMutex));
        table.Add(Take.Number(
            "worker_aio_requests", Events, Conf, static conf => ref conf.WorkerAioRequests, "32", "no difference: file I/O goes to helper threads"));
        table.Add(Take.Number(
            "epoll_events", Events, Conf, static conf => ref conf.EpollEvents, "512", "no difference: a turn takes what is ready, up to a fixed number"));
        table.Add(new Directive("debug_connection", Events, 1, 1, static use => use.Warn(
            "\"debug_connection\" is ignored, you need to rebuild nginx using --with-debug option to enable it"))
        { Note = "ignored with a warning, as by an nginx without --with-debug" });
    }

    private static string ReadUse(DirectiveUse use, string text) => text switch
    {
        "epoll" or "poll" or "select" => "epoll",
        "sockets" when Loop.EventLoop.Create(text, 0) is not null => text,
        _ => throw use.Error($"invalid event type \"{text}\""),
    };

    private static void ReadBlock(DirectiveUse use, EventsConf conf)
    {
        if (conf.IsPresent)
            throw use.Error("\"events\" directive is duplicate");
        conf.IsPresent = true;
        use.ParseBlock(new EventsScope(use.Scope));
    }

    private sealed class EventsScope(ConfScope parent) : ConfScope(Events, parent);

    private sealed class Slot : IConfSlot<EventsConf>
    {
        public EventsConf Open(ConfScope scope) => MainScope.CycleOf(scope).Events;
    }
}
