using Engine.Core.Net;

namespace Engine.Core.Modules;

/// <summary>A listening socket that a module wants for its cycle. One per address: who shares one decides its module.</summary>
public sealed class ListenSpecification
{
    public required SocketAddress Address { get; init; }

    public required ListenOptions Options { get; init; }

    /// <summary>The place of the directive, as "FILE:LINE".</summary>
    public required string Where { get; init; }

    /// <summary>Who takes the connections of a worker; asked on the worker's loop when the cycle becomes the current one there.</summary>
    public required Func<Worker, IConnectionAcceptor> Acceptor { get; init; }

    /// <summary>The open sockets: one that all workers share, or one for each worker (<c>reuseport</c>). Empty before activation.</summary>
    public IReadOnlyList<ListeningSocket> Sockets { get; internal set; } = [];

    /// <summary>The socket that a worker accepts from.</summary>
    public ListeningSocket SocketOf(Worker worker) => Sockets[worker.Index % Sockets.Count];
}
