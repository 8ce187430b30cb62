using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>The <c>events</c> block.</summary>
public sealed class EventsConf
{
    public Setting<long> WorkerConnections;

    /// <summary>The event method: "epoll" or "sockets".</summary>
    public Setting<string> Use;

    public Setting<bool> MultiAccept;

    public Setting<bool> AcceptMutex;

    public Setting<long> AcceptMutexDelayMs;

    /// <summary>Whether the block was there: a server without one does not start.</summary>
    public bool IsPresent { get; internal set; }

    /// <summary>Clients whose connections are logged at debug level (<c>debug_connection</c>).</summary>
    public List<string> DebugConnections { get; } = [];
}
