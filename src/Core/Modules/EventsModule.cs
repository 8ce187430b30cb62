using System.Net;
using System.Net.Sockets;
using Engine.Core.Conf;
using Engine.Core.Net;
using SocketAddress = Engine.Core.Net.SocketAddress;

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
        table.Add(Take.Custom("debug_connection", Events, 1, 1, Conf, AddDebugged));
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
    }

    /// <summary>An address, a network, <c>unix:</c>, or a name whose addresses are meant.</summary>
    private static void AddDebugged(DirectiveUse use, EventsConf conf)
    {
        if (use[0] == "unix:")
        {
            conf.DebugsUnix = true;
            return;
        }

        if (Cidr.TryParse(use[0], out var cidr, out var hasLowBits))
        {
            if (hasLowBits)
                use.Warn($"low address bits of {use[0]} are meaningless");
            conf.Debugged.Add(cidr.Range);
            return;
        }

        foreach (var address in AddressesOf(use))
        {
            if (new SocketAddress(address, 0).TryGetNumber(out var number))
                conf.Debugged.Add(AddressRange.Of(number));
        }
    }

    private static IPAddress[] AddressesOf(DirectiveUse use)
    {
        try
        {
            return Dns.GetHostAddresses(use[0]);
        }
        catch (SocketException)
        {
            throw use.Error($"host not found in debug_connection \"{use[0]}\"");
        }
    }

    private static string ReadUse(DirectiveUse use, string text) => text switch
    {
        "epoll" or "poll" or "select" => "epoll",
        _ when Loop.EventLoop.IsMethod(text) => text,
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
