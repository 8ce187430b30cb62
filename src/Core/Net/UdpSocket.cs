namespace Engine.Core.Net;

/// <summary>A datagram socket of one loop with one peer. One send and one receive may wait at the same time.</summary>
public abstract class UdpSocket
{
    /// <summary>Sets the peer, and the address to send from; 0 or errno.</summary>
    public abstract int Connect(SocketAddress remote, SocketAddress? local = null);

    public abstract SocketAddress? Local { get; }

    /// <summary>Sends one datagram: its length, or -errno.</summary>
    public abstract ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram);

    /// <summary>Receives one datagram; what does not fit is lost.</summary>
    /// <param name="buffer">Belongs to the socket until the task is done.</param>
    /// <returns>Its length, which may be 0; -ETIMEDOUT; -ECANCELED after <see cref="Close"/>; or -errno.</returns>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs);

    /// <summary>Closes the socket; pending waits complete in the next round of posted events.</summary>
    public abstract void Close();
}
