using Engine.Core.Conf;
using Engine.Core.Net;

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

    /// <summary>Networks whose clients' connections are logged at level debug.</summary>
    internal List<AddressRange> Debugged { get; } = [];

    internal bool DebugsUnix { get; set; }

    /// <summary>Whether the block was there: a server without one does not start.</summary>
    public bool IsPresent { get; internal set; }

    /// <summary><c>debug_connection</c> names the client.</summary>
    public bool IsDebugged(SocketAddress client)
    {
        if (Debugged.Count == 0 && !DebugsUnix)
            return false;
        if (!client.TryGetNumber(out var address))
            return DebugsUnix;
        foreach (var range in Debugged)
        {
            if (range.Contains(address))
                return true;
        }

        return false;
    }
}
