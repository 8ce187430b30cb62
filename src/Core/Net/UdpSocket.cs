namespace Engine.Core.Net;

/// <summary>A datagram socket of one loop with one peer.</summary>
public abstract class UdpSocket : DatagramLink
{
    /// <summary>Sets the peer, and the address to send from; 0 or errno.</summary>
    public abstract int Connect(SocketAddress remote, SocketAddress? local = null);
}
