using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Stream.Conf;

namespace Engine.Stream.Connections;

public sealed partial class StreamSession
{
    /// <summary>Ends what the content handler waits for beside the client; null while it waits for nothing else.</summary>
    public ISessionCanceler? Canceler { get; set; }

    Cycle IServerSession.Cycle => Configuration.Cycle;

    public void Abort()
    {
        Close();
        // What waits for the client hears of that in the next round of posted events; what waits for somebody else, now.
        Canceler?.Cancel();
    }

    /// <summary>Closes the client's connection.</summary>
    internal void Close()
    {
        Connection?.Close();
        Datagrams?.Close();
    }

    internal void Begin(Connection connection, StreamConfiguration configuration, ListenAddress<StreamServer> address)
    {
        Connection = connection;
        Number = connection.Number;
        Remote = connection.Remote;
        Begin(configuration, address);
    }

    internal void Begin(DatagramClient client, StreamConfiguration configuration, ListenAddress<StreamServer> address)
    {
        Datagrams = client;
        Number = client.Number;
        Remote = client.Remote;
        Begin(configuration, address);
    }

    void IServerSession.Clear()
    {
        RunCleanups();
        ModuleStates.AsSpan().Clear();
        EndScript();
        Connection = null;
        proxyProtocol = null;
        Datagrams = null;
        Preread = default;
        Status = 0;
        BytesReceived = BytesSent = 0;
        LogAction = null;
        LogPart = null;
        Canceler = null;
    }

    private void Begin(StreamConfiguration configuration, ListenAddress<StreamServer> address)
    {
        configuration.Cycle.Hold(Worker.Worker);
        Configuration = configuration;
        BeginScript(configuration.Variables);
        ListenAddress = address;
        Server = address.DefaultServer;
        IsDebugged = configuration.Cycle.Events.IsDebugged(Remote);
        StartMs = Loop.Clock.NowMs;
    }
}

/// <summary>See <see cref="StreamSession.Canceler"/>.</summary>
public interface ISessionCanceler
{
    /// <summary>The session may have ended when this returns.</summary>
    void Cancel();
}
