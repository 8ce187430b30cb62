using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Http.Filters;

namespace Engine.Http.Modules.Srcache;

/// <summary>A response as it is collected, in one buffer that grows with it and that others use in between.</summary>
internal sealed class StoredBytes
{
    /// <summary>Larger buffers are not taken before there is something to put in.</summary>
    private const int LargestFirst = 1024 * 1024;

    private byte[] buffer = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => buffer.AsMemory(0, Length);

    /// <summary>Begins anew, with room for that many bytes.</summary>
    public void Begin(long size)
    {
        Length = 0;
        if (buffer.Length == 0)
            buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(size, 256, LargestFirst));
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>"name: value" and the end of the line.</summary>
    public void AppendField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var writer = new SpanWriter(Reserve(name.Length + value.Length + 4));
        writer.WriteField(name, value);
        Length += writer.Written;
    }

    /// <summary>Appends a piece of a body; false when there is too much of it, or the file it is in can't be read.</summary>
    public bool TryAppend(OutputBuffer piece)
    {
        if (piece.Length > Array.MaxLength - Length)
            return false;
        if (piece.IsFile)
            return TryAppend(piece.File);
        Append(piece.Memory.Span);
        return true;
    }

    private bool TryAppend(FileRegion file)
    {
        var room = Reserve((int)file.Length)[..(int)file.Length];
        for (var offset = file.Offset; !room.IsEmpty;)
        {
            var read = file.File.ReadAt(room, offset);
            if (read <= 0)
                return false;
            room = room[read..];
            offset += read;
        }

        Length += (int)file.Length;
        return true;
    }

    /// <summary>Goes back to an earlier length.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Gives the buffer back.</summary>
    public void Release()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        Length = 0;
    }

    private Span<byte> Reserve(int count)
    {
        if (buffer.Length - Length < count)
            Grow(count);
        return buffer.AsSpan(Length);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(buffer.Length * 2L, Length + (long)count), Array.MaxLength));
        Span.CopyTo(larger);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
