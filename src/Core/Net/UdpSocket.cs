namespace Engine.Core.Net;

/// <summary>A datagram socket of one loop with one peer.</summary>
public abstract class UdpSocket : DatagramLink
{
    /// <summary>Sets the peer, and the address to send from; 0 or errno.</summary>
    public int Connect(SocketAddress remote, SocketAddress? local = null) =>
        Connect(remote, local is null ? ConnectOptions.Default : ConnectOptions.Default with { Local = local });

    /// <param name="options">Of them the addresses and the buffers' sizes count.</param>
    public abstract int Connect(SocketAddress remote, ConnectOptions options);
}
