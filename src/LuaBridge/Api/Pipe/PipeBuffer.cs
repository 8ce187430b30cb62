using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>Bytes that were read and not taken yet, in native memory, so that Lua code can take them where they are.</summary>
internal sealed unsafe class PipeBuffer(int size) : IDisposable
{
    private const int LargestRead = 1 << 20;

    /// <summary>No Lua string can be much longer.</summary>
    private const int MaxCount = 1 << 30;

    private readonly int readSize = Math.Clamp(size, 1, LargestRead);
    private byte* memory;
    private int capacity;
    private int start;
    private int end;

    public int Count => end - start;

    /// <summary>More can't be read before some is taken.</summary>
    public bool IsFull => Count >= MaxCount;

    public Span<byte> Bytes => new(memory + start, end - start);

    /// <summary>Room to read into, at least the size of one read.</summary>
    public Span<byte> Room()
    {
        if (start == end)
            start = end = 0;
        if (capacity - end < readSize)
            Grow();
        return new Span<byte>(memory + end, capacity - end);
    }

    public void Add(int count) => end += count;

    /// <summary>Takes bytes out. They stay where they are until the next read.</summary>
    public byte* Take(int count)
    {
        var taken = memory + start;
        start += count;
        return taken;
    }

    public void Dispose()
    {
        NativeMemory.Free(memory);
        memory = null;
        capacity = start = end = 0;
    }

    private void Grow()
    {
        // Moved to the front if that makes room enough: a reader of lines needs no more memory than its longest line.
        if (start >= readSize)
        {
            Bytes.CopyTo(new Span<byte>(memory, capacity));
            end -= start;
            start = 0;
            return;
        }

        capacity = (int)Math.Max(Math.Min(capacity * 2L, MaxCount), end + readSize);
        memory = (byte*)NativeMemory.Realloc(memory, (nuint)capacity);
    }
}
