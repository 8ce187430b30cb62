using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;

namespace Engine.Host.Server;

/// <summary>What a worker listens on. A reload only exchanges who takes the connections; the sockets stay in the loop.</summary>
internal sealed class WorkerListeners(Worker worker)
{
    private readonly Dictionary<ListeningSocket, Target> targets = [];

    public void Use(Cycle cycle)
    {
        var wanted = cycle.Listening.Select(listen => listen.SocketOf(worker)).ToHashSet();
        foreach (var socket in targets.Keys.Where(socket => !wanted.Contains(socket)).ToArray())
            Stop(socket);
        foreach (var listen in cycle.Listening)
            Use(listen.SocketOf(worker), listen.Acceptor(worker));
    }

    public void StopAll()
    {
        foreach (var socket in targets.Keys.ToArray())
            Stop(socket);
    }

    private void Use(ListeningSocket socket, IConnectionAcceptor acceptor)
    {
        if (targets.TryGetValue(socket, out var known))
        {
            known.Acceptor = acceptor;
            return;
        }

        var target = new Target { Acceptor = acceptor };
        targets.Add(socket, target);
        worker.Loop.Listen(socket, target);
    }

    private void Stop(ListeningSocket socket)
    {
        targets.Remove(socket);
        worker.Loop.StopListening(socket);
    }

    private sealed class Target : IConnectionAcceptor
    {
        public required IConnectionAcceptor Acceptor { get; set; }

        public void OnAccepted(Connection connection) => Acceptor.OnAccepted(connection);

        public void OnClient(DatagramClient client) => Acceptor.OnClient(client);
    }
}
