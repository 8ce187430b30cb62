namespace Engine.LuaBridge.Vm;

/// <summary>
/// Names and values handed to Lua in one call, in the scratch buffer or one of its own: for each pair the lengths as two 32-bit integers, then the
/// bytes. Nothing else may use the buffer meanwhile.
/// </summary>
internal ref struct PackedPairs
{
    private readonly NativeBuffer buffer;
    private readonly int max;
    private int used;
    private int count;
    private bool isTruncated;

    public PackedPairs(LuaVm vm, int max) : this(vm.Scratch, max)
    {
    }

    public PackedPairs(NativeBuffer buffer, int max)
    {
        this.buffer = buffer;
        this.max = max;
        buffer.Take(0);
    }

    /// <summary>False when the limit is reached (0: none).</summary>
    public bool Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (max > 0 && count >= max)
        {
            isTruncated = true;
            return false;
        }

        var room = buffer.Extend(used, 8 + name.Length + value.Length);
        BitConverter.TryWriteBytes(room, name.Length);
        BitConverter.TryWriteBytes(room[4..], value.Length);
        name.CopyTo(room[8..]);
        value.CopyTo(room[(8 + name.Length)..]);
        used += 8 + name.Length + value.Length;
        count++;
        return true;
    }

    /// <summary>Bytes behind the pairs.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer.Extend(used, bytes.Length));
        used += bytes.Length;
    }

    /// <summary>Gives the pairs to Lua: their number, as -1 - number when there were more.</summary>
    public readonly int Finish() => isTruncated ? -1 - count : count;
}
