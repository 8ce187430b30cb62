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

    private readonly Stack<byte[]> free = new(16);

    /// <summary>Segments rented and not returned; 0 when every connection is idle.</summary>
    public int Leased { get; private set; }

    public byte[] Rent()
    {
        Leased++;
        return free.TryPop(out var segment) ? segment : GC.AllocateUninitializedArray<byte>(SegmentSize, pinned: true);
    }

    public void Return(byte[] segment)
    {
        System.Diagnostics.Debug.Assert(segment.Length == SegmentSize, "a foreign buffer");
        System.Diagnostics.Debug.Assert(!free.Contains(segment), "returned twice");
        Leased--;
        if (free.Count < MaxFree)
            free.Push(segment);
    }
}
