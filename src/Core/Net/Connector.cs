namespace Engine.Core.Net;

/// <summary>Makes outgoing connections, one at a time; reusable, so that its owner keeps one for all attempts.</summary>
public abstract class Connector
{
    /// <summary>Connects to a TCP or unix-domain address.</summary>
    public abstract ValueTask<ConnectResult> ConnectAsync(SocketAddress remote, ConnectOptions options);

    /// <summary>Ends the attempt under way, if any, with ECANCELED.</summary>
    public abstract void Cancel();
}
