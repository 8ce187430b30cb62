using System.Buffers;
using System.Collections.Concurrent;
using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Net.Datagrams;

/// <summary>
/// Which worker has which client, of a UDP socket that several workers receive from: a datagram that comes to another one is handed over. (With
/// <c>reuseport</c> each worker has a socket, and the kernel sees to it.) From any thread.
/// </summary>
internal sealed class DatagramRoutes
{
    /// <summary>Datagrams on their way between workers; more are lost, so that a worker that is busy costs no memory without end.</summary>
    private const int MaxPending = 1024;

    private readonly ConcurrentDictionary<ByteString, DatagramListener> owners = new(ByteStringComparer.Instance);
    private readonly ConcurrentDictionary<ByteString, DatagramListener>.AlternateLookup<ReadOnlySpan<byte>> byBytes;
    private readonly ConcurrentQueue<Handover> spare = new();
    private int pending;

    public DatagramRoutes() => byBytes = owners.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The owner of a client; the one that asks when there was none.</summary>
    public DatagramListener OwnerOf(ReadOnlySpan<byte> key, DatagramListener asking)
    {
        while (true)
        {
            if (byBytes.TryGetValue(key, out var owner))
                return owner;
            if (byBytes.TryAdd(key, asking))
                return asking;
        }
    }

    public void Forget(ReadOnlySpan<byte> key) => byBytes.TryRemove(key, out _);

    public void HandOver(DatagramListener owner, ReadOnlySpan<byte> key, int remoteLength, ReadOnlySpan<byte> datagram)
    {
        if (Interlocked.Increment(ref pending) > MaxPending)
        {
            Interlocked.Decrement(ref pending);
            return;
        }

        if (!spare.TryDequeue(out var handover))
            handover = new Handover(this);
        handover.Fill(owner, key, remoteLength, datagram);
        owner.Loop.Post(handover);
    }

    private void TakeBack(Handover handover)
    {
        Interlocked.Decrement(ref pending);
        spare.Enqueue(handover);
    }

    private sealed class Handover(DatagramRoutes routes) : PostedEvent
    {
        private DatagramListener owner = null!;
        private byte[] buffer = [];
        private int keyLength;
        private int remoteLength;
        private int length;

        public void Fill(DatagramListener to, ReadOnlySpan<byte> key, int remote, ReadOnlySpan<byte> datagram)
        {
            owner = to;
            keyLength = key.Length;
            remoteLength = remote;
            length = datagram.Length;
            buffer = ArrayPool<byte>.Shared.Rent(keyLength + length);
            key.CopyTo(buffer);
            datagram.CopyTo(buffer.AsSpan(keyLength));
        }

        public override void Invoke()
        {
            owner.OnDatagram(buffer.AsSpan(0, keyLength), remoteLength, buffer.AsSpan(keyLength, length));
            ArrayPool<byte>.Shared.Return(buffer);
            owner = null!;
            buffer = [];
            routes.TakeBack(this);
        }
    }
}
