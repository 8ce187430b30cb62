using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>The <c>events</c> block.</summary>
public sealed class EventsConf
{
    /// <summary>Connections of one worker, those to upstreams included.</summary>
    public Setting<long> WorkerConnections;

    /// <summary>The event method: "epoll" or "sockets".</summary>
    public Setting<string> Use;

    public Setting<bool> MultiAccept;

    public Setting<bool> AcceptMutex;

    public Setting<long> AcceptMutexDelayMs;

    public Setting<long> WorkerAioRequests;

    public Setting<long> EpollEvents;

    /// <summary>Whether the block was there: a server without one does not start.</summary>
    public bool IsPresent { get; internal set; }
}
