namespace Engine.Core.Net;

/// <summary>Datagrams between this server and one peer, on one loop. One send and one receive may wait at the same time.</summary>
public abstract class DatagramLink
{
    /// <summary>Our address, when it is known.</summary>
    public abstract SocketAddress? Local { get; }

    /// <summary>Sends one datagram: its length, or -errno.</summary>
    public abstract ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram);

    /// <summary>Sends one datagram without waiting: its length, or -errno. With -EAGAIN it is lost, as it may be anywhere on its way.</summary>
    public abstract int TrySend(ReadOnlySpan<byte> datagram);

    /// <summary>Receives one datagram that is there: its length, which may be 0, or -errno, -EAGAIN when there is none.</summary>
    public abstract int TryReceive(Span<byte> buffer);

    /// <summary>Behind a -EAGAIN: waits, without a buffer, until there may be a datagram. 0, or -ECANCELED.</summary>
    public abstract ValueTask<int> WaitToReceiveAsync();

    /// <summary>Ends a wait to receive, if one is under way, with -ECANCELED.</summary>
    public abstract void CancelReceive();

    /// <summary>Receives one datagram; what does not fit is lost.</summary>
    /// <param name="buffer">Belongs to the link until the task is done.</param>
    /// <returns>Its length, which may be 0; -ETIMEDOUT; -ECANCELED after <see cref="Close"/>; or -errno.</returns>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs);

    /// <summary>Ends it; pending waits complete in the next round of posted events.</summary>
    public abstract void Close();
}
