using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Stream.Conf;

namespace Engine.Stream.Connections;

public sealed partial class StreamSession
{
    /// <summary>Closes the client's connection; who waits for it hears of that in the next round of posted events.</summary>
    public void Abort()
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

    /// <summary>Gives back what the session held and makes it as new.</summary>
    internal void End()
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
        StartUnixMs = Loop.Clock.UnixMs;
    }
}
