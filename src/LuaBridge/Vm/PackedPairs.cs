namespace Engine.LuaBridge.Vm;

/// <summary>
/// Names and values handed to Lua in one call, in the scratch buffer: for each pair the lengths as two 32-bit integers, then the bytes.
/// </summary>
internal ref struct PackedPairs(LuaVm vm, int max)
{
    private byte[] bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(1024);
    private int used;
    private int count;
    private bool isTruncated;

    /// <summary>False when the limit is reached (0: none).</summary>
    public bool Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (max > 0 && count >= max)
        {
            isTruncated = true;
            return false;
        }

        Reserve(8 + name.Length + value.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(used), name.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(used + 4), value.Length);
        name.CopyTo(bytes.AsSpan(used + 8));
        value.CopyTo(bytes.AsSpan(used + 8 + name.Length));
        used += 8 + name.Length + value.Length;
        count++;
        return true;
    }

    /// <summary>Gives the pairs to Lua: their number, as -1 - number when there were more.</summary>
    public readonly int Finish()
    {
        bytes.AsSpan(0, used).CopyTo(vm.Scratch.Take(used));
        System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        return isTruncated ? -1 - count : count;
    }

    private void Reserve(int size)
    {
        if (bytes.Length - used >= size)
            return;
        var larger = System.Buffers.ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, used + size));
        bytes.AsSpan(0, used).CopyTo(larger);
        System.Buffers.ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
