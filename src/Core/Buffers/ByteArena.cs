namespace Engine.Core.Buffers;

/// <summary>
/// Bump allocation with the lifetime of one request: chunks are kept over <see cref="Reset"/>, so a worker that has
/// seen its traffic allocates nothing more. Bytes handed out are valid until <see cref="Reset"/>.
/// </summary>
public sealed class ByteArena
{
    /// <summary>One chunk serves the header section and the values of an ordinary request.</summary>
    private const int ChunkSize = 4096;

    /// <summary>An arena that grew past this gives its extra chunks back on reset, so that one large request is not paid for ever.</summary>
    private const int KeptChunks = 2;

    private readonly List<byte[]> chunks = [];
    private byte[] current = [];
    private int used;
    private int chunkIndex = -1;

    /// <summary>A writable run of <paramref name="length"/> bytes, uninitialised.</summary>
    public ByteString Allocate(int length, out Span<byte> bytes)
    {
        if (length > current.Length - used)
        {
            if (length > ChunkSize / 2)
                return AllocateAlone(length, out bytes);
            NextChunk();
        }

        bytes = current.AsSpan(used, length);
        var result = new ByteString(current, used, length);
        used += length;
        return result;
    }

    public ByteString Copy(ReadOnlySpan<byte> source)
    {
        var result = Allocate(source.Length, out var bytes);
        source.CopyTo(bytes);
        return result;
    }

    /// <summary>The concatenation of two runs.</summary>
    public ByteString Concat(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var result = Allocate(first.Length + second.Length, out var bytes);
        first.CopyTo(bytes);
        second.CopyTo(bytes[first.Length..]);
        return result;
    }

    /// <summary>The shortest decimal form of <paramref name="number"/>.</summary>
    public ByteString Format(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var written, default, null);
        return Copy(digits[..written]);
    }

    public void Reset()
    {
        if (chunks.Count > KeptChunks)
            chunks.RemoveRange(KeptChunks, chunks.Count - KeptChunks);
        chunkIndex = chunks.Count > 0 ? 0 : -1;
        current = chunkIndex == 0 ? chunks[0] : [];
        used = 0;
    }

    private void NextChunk()
    {
        chunkIndex++;
        if (chunkIndex == chunks.Count)
            chunks.Add(GC.AllocateUninitializedArray<byte>(ChunkSize, pinned: true));
        current = chunks[chunkIndex];
        used = 0;
    }

    /// <summary>A long value has an array of its own, which is left to the collector; the chunk in use goes on.</summary>
    private static ByteString AllocateAlone(int length, out Span<byte> bytes)
    {
        var array = GC.AllocateUninitializedArray<byte>(length);
        bytes = array;
        return new ByteString(array);
    }
}
