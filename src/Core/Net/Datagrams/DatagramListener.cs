using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Net.Datagrams;

/// <summary>
/// One worker's share of a UDP socket that listens: tells clients apart by their address (and ours, where the socket has several). The event method
/// supplies receiving and sending.
/// </summary>
internal abstract class DatagramListener : IDisposable
{
    /// <summary>The longest payload that UDP has.</summary>
    protected const int MaxDatagram = 65535;

    private readonly IConnectionAcceptor acceptor;
    private readonly DatagramRoutes? routes;
    private readonly Dictionary<ByteString, DatagramClient> clients = new(ByteStringComparer.Instance);
    private readonly Dictionary<ByteString, DatagramClient>.AlternateLookup<ReadOnlySpan<byte>> byBytes;
    private int open;

    protected DatagramListener(EventLoop loop, ListeningSocket socket, IConnectionAcceptor acceptor)
    {
        Loop = loop;
        Socket = socket;
        this.acceptor = acceptor;
        routes = socket.Routes;
        byBytes = clients.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public EventLoop Loop { get; }

    public ListeningSocket Socket { get; }

    /// <summary>Nothing is received any more; clients that are there can still be answered.</summary>
    public bool IsStopped { get; private set; }

    public void Stop()
    {
        if (IsStopped)
            return;
        IsStopped = true;
        StopReceiving();
        if (open == 0)
            Dispose();
    }

    /// <summary>Nobody is left: the socket is of no use any more.</summary>
    public abstract void Dispose();

    /// <summary>Sends without waiting: a datagram that the kernel does not take now is lost, and the result is -EAGAIN.</summary>
    public abstract ValueTask<int> SendAsync(DatagramClient client, ReadOnlyMemory<byte> datagram);

    public abstract int TrySend(DatagramClient client, ReadOnlySpan<byte> datagram);

    /// <summary>A datagram came, to this worker or to another one that does not have its client.</summary>
    /// <param name="key">The sender's sockaddr, and behind it our address if the socket has several.</param>
    public void OnDatagram(ReadOnlySpan<byte> key, int remoteLength, ReadOnlySpan<byte> datagram)
    {
        if (byBytes.TryGetValue(key, out var known))
        {
            known.OnDatagram(datagram);
            return;
        }

        if (IsStopped)
            return;
        if (routes?.OwnerOf(key, this) is { } owner && owner != this)
        {
            routes.HandOver(owner, key, remoteLength, datagram);
            return;
        }

        if (Loop.Slots.TryTake())
            Open(key, remoteLength, datagram);
        else
            routes?.Forget(key);
    }

    public void Remove(DatagramClient client, bool isDetached)
    {
        if (!isDetached)
            Detach(client);
        Loop.Slots.Release();
        open--;
        if (IsStopped && open == 0)
            Dispose();
    }

    /// <summary>What comes from the client's address is another client's from now on.</summary>
    public void Detach(DatagramClient client)
    {
        clients.Remove(client.Key);
        routes?.Forget(client.Key.Span);
    }

    protected abstract void StopReceiving();

    private void Open(ReadOnlySpan<byte> key, int remoteLength, ReadOnlySpan<byte> datagram)
    {
        var copy = ByteString.Copy(key);
        var client = new DatagramClient(this, copy, new SocketAddress(key[..remoteLength]), LocalOf(key[remoteLength..]));
        clients.Add(copy, client);
        open++;
        client.OnDatagram(datagram);
        acceptor.OnClient(client);
    }

    private SocketAddress LocalOf(ReadOnlySpan<byte> address) =>
        address.IsEmpty ? Socket.Address : new SocketAddress(new System.Net.IPAddress(address), Socket.Address.Port);
}
