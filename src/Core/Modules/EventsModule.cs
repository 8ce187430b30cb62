using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>nginx's events and event core modules: the <c>events</c> block.</summary>
public sealed class EventsModule : CoreModule
{
    private static readonly Slot Conf = new();

    public override string Name => "events";

    public override void Register(DirectiveTable table)
    {
        const ConfContext events = ConfContext.Events;
        table.Add(Take.Block("events", ConfContext.Main, 0, 0, Conf, ReadBlock));
        table.Add(Take.One(
            "worker_connections", events, Conf, static conf => ref conf.WorkerConnections, "512", "",
            static (use, text) => ConfUnits.ParseNumber(text) ?? throw use.Error($"invalid number \"{text}\"")));
        table.Add(Take.Flag("multi_accept", events, Conf, static conf => ref conf.MultiAccept, "off"));
        table.Add(Take.Flag(
            "accept_mutex", events, Conf, static conf => ref conf.AcceptMutex, "off",
            "no difference: EPOLLEXCLUSIVE wakes one worker for a connection, which is what the mutex was for"));
    }

    public override void OnLoaded(Cycle cycle)
    {
        if (!cycle.Events.IsPresent)
            throw new ConfException("no \"events\" section in configuration");
    }

    private static void ReadBlock(DirectiveUse use, EventsConf conf)
    {
        if (conf.IsPresent)
            throw use.Error("\"events\" directive is duplicate");
        conf.IsPresent = true;
        use.ParseBlock(new EventsScope(use.Scope));
    }

    private sealed class EventsScope(ConfScope parent) : ConfScope(ConfContext.Events, parent);

    private sealed class Slot : IConfSlot<EventsConf>
    {
        public EventsConf Open(ConfScope scope) => MainScope.CycleOf(scope).Events;
    }
}
