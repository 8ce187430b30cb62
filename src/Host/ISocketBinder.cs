using Engine.Core.Net;

namespace Engine.Host;

/// <summary>Which of the sockets of one address: with <c>reuseport</c> each worker has its own.</summary>
internal readonly record struct SocketKey(SocketAddress Address, bool IsDatagram, int Share);

/// <summary>Binds addresses: this process itself, or the master for it.</summary>
internal interface ISocketBinder
{
    /// <summary>A listening socket; null with nginx's message and errno when it can't be had.</summary>
    ListeningSocket? Bind(SocketKey key, ListenOptions options, out string? failure, out int errno);

    /// <summary>The sockets in use from now on; all others may be closed.</summary>
    void Keep(IReadOnlyCollection<SocketKey> keys);

    /// <summary>This process listens no more.</summary>
    void OnClosed();
}
