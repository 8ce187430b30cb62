using System.Buffers;
using System.Diagnostics;

namespace Engine.Core.Buffers;

/// <summary>
/// The I/O buffers of one worker: pinned arrays of one size, so that system calls take their address without ceremony.
/// A connection rents one when bytes arrive or leave and returns it as soon as it is empty.
/// </summary>
public sealed class SegmentPool
{
    /// <summary>Takes an ordinary request head and an ordinary small response.</summary>
    public const int SegmentSize = 4096;

    /// <summary>Buffers kept beyond this are left to the collector, so that memory returns after a flood.</summary>
    private const int MaxFree = 256;

    private readonly SpareStack<byte[]> free = new();

    /// <summary>Buffers rented and not returned; 0 when every connection is idle.</summary>
    public int Leased { get; private set; }

    public byte[] Rent()
    {
        Leased++;
        return free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(SegmentSize, pinned: true);
    }

    /// <summary>A segment if <paramref name="size"/> bytes fit, otherwise a larger buffer, which is not pinned.</summary>
    public byte[] Rent(int size)
    {
        if (size <= SegmentSize)
            return Rent();
        Leased++;
        // The shared pool's sizes are powers of two: what is larger than a segment is never as long as one.
        return ArrayPool<byte>.Shared.Rent(size);
    }

    public void Return(byte[] buffer)
    {
        Leased--;
        Debug.Assert(Leased >= 0, "returned more than was rented");
        if (buffer.Length != SegmentSize)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            return;
        }

        Debug.Assert(!free.Contains(buffer), "returned twice");
        if (free.Count < MaxFree)
            free.Push(buffer);
    }
}
