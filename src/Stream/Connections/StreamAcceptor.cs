using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Stream.Conf;

namespace Engine.Stream.Connections;

/// <summary>Takes the connections that a listening socket accepts on one worker.</summary>
internal sealed class StreamAcceptor(SessionWorker<StreamSession> worker, StreamConfiguration configuration, ListenSocket<StreamServer, ListenAddress<StreamServer>> socket) : IConnectionAcceptor
{
    public void OnAccepted(Connection connection)
    {
        var session = worker.Rent();
        session.Begin(connection, configuration, socket.AddressFor(connection));
        session.Start();
    }

    public void OnClient(DatagramClient client)
    {
        var session = worker.Rent();
        session.Begin(client, configuration, socket.AddressFor(client.Local));
        session.Start();
    }
}
