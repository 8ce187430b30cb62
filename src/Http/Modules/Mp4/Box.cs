using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>A box of the ISO base media file format (ISO/IEC 14496-12, 4.2) at its place in a buffer of metadata.</summary>
internal readonly record struct Box(uint Type, int Start, int HeaderLength, int Length)
{
    public int Content => Start + HeaderLength;

    public int ContentLength => Length - HeaderLength;

    public int End => Start + Length;

    public bool Exists => Length > 0;
}

/// <summary>What a box says of itself. Its size is checked against what there is.</summary>
internal readonly record struct BoxHeader(uint Type, int Length, long BoxLength)
{
    /// <summary>The longest header: size 1, type, and a size of 64 bits.</summary>
    public const int MaxLength = 16;

    /// <param name="bytes">The beginning of the box; all of it, or at least <see cref="MaxLength"/> bytes.</param>
    /// <param name="available">Bytes from the beginning of the box to the end of what it is in.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long available, out BoxHeader header)
    {
        header = default;
        if (bytes.Length < 8)
            return false;
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var type = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var length = 8;
        if (size == 0)
            size = available;
        if (size == 1)
        {
            if (bytes.Length < MaxLength)
                return false;
            var large = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            size = large > long.MaxValue ? long.MaxValue : (long)large;
            length = MaxLength;
        }

        header = new BoxHeader(type, length, size);
        return size >= length && size <= available;
    }
}

/// <summary>The boxes in a run of a buffer, one behind the other.</summary>
internal ref struct BoxReader(ReadOnlySpan<byte> buffer, int start, int end)
{
    private readonly ReadOnlySpan<byte> buffer = buffer;
    private int position = start;

    /// <summary>A box is larger than what it is in, or there is a rest that is no box.</summary>
    public bool IsBroken { get; private set; }

    public bool Next(out Box box)
    {
        box = default;
        if (position == end)
            return false;
        if (!BoxHeader.TryRead(buffer[position..end], end - position, out var header))
        {
            IsBroken = true;
            return false;
        }

        box = new Box(header.Type, position, header.Length, (int)header.BoxLength);
        position = box.End;
        return true;
    }
}

/// <summary>The types of the boxes that matter here.</summary>
internal static class BoxType
{
    public const uint Ftyp = 'f' << 24 | 't' << 16 | 'y' << 8 | 'p';
    public const uint Moov = 'm' << 24 | 'o' << 16 | 'o' << 8 | 'v';
    public const uint Mdat = 'm' << 24 | 'd' << 16 | 'a' << 8 | 't';
    public const uint Mvhd = 'm' << 24 | 'v' << 16 | 'h' << 8 | 'd';
    public const uint Trak = 't' << 24 | 'r' << 16 | 'a' << 8 | 'k';
    public const uint Cmov = 'c' << 24 | 'm' << 16 | 'o' << 8 | 'v';
    public const uint Tkhd = 't' << 24 | 'k' << 16 | 'h' << 8 | 'd';
    public const uint Edts = 'e' << 24 | 'd' << 16 | 't' << 8 | 's';
    public const uint Elst = 'e' << 24 | 'l' << 16 | 's' << 8 | 't';
    public const uint Mdia = 'm' << 24 | 'd' << 16 | 'i' << 8 | 'a';
    public const uint Mdhd = 'm' << 24 | 'd' << 16 | 'h' << 8 | 'd';
    public const uint Minf = 'm' << 24 | 'i' << 16 | 'n' << 8 | 'f';
    public const uint Stbl = 's' << 24 | 't' << 16 | 'b' << 8 | 'l';
    public const uint Stsd = 's' << 24 | 't' << 16 | 's' << 8 | 'd';
    public const uint Stts = 's' << 24 | 't' << 16 | 't' << 8 | 's';
    public const uint Stss = 's' << 24 | 't' << 16 | 's' << 8 | 's';
    public const uint Ctts = 'c' << 24 | 't' << 16 | 't' << 8 | 's';
    public const uint Stsc = 's' << 24 | 't' << 16 | 's' << 8 | 'c';
    public const uint Stsz = 's' << 24 | 't' << 16 | 's' << 8 | 'z';
    public const uint Stco = 's' << 24 | 't' << 16 | 'c' << 8 | 'o';
    public const uint Co64 = 'c' << 24 | 'o' << 16 | '6' << 8 | '4';
}
