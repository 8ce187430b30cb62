using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>Scale and duration in the boxes mvhd, tkhd and mdhd; version 1 of them has times of 64 bits.</summary>
internal static class TimeFields
{
    /// <summary>In mvhd and mdhd, behind version and flags and two times.</summary>
    private static readonly Place MovieScale = new(12, 20);

    /// <summary>Behind the scale.</summary>
    public static readonly Place MovieDuration = new(16, 24);

    /// <summary>Behind two times, the track's number and four bytes.</summary>
    public static readonly Place TrackDuration = new(20, 28);

    public static uint Scale(ReadOnlySpan<byte> buffer, Box box) =>
        BinaryPrimitives.ReadUInt32BigEndian(buffer[(box.Content + MovieScale.Of(IsLarge(buffer, box)))..]);

    /// <summary>The box is long enough to have the duration.</summary>
    public static bool Fits(ReadOnlySpan<byte> buffer, Box box, Place place)
    {
        if (box.ContentLength < 4)
            return false;
        var isLarge = IsLarge(buffer, box);
        return box.ContentLength >= place.Of(isLarge) + (isLarge ? sizeof(ulong) : sizeof(uint));
    }

    /// <summary>Replaces the duration; one that is not known stays so. What it is then.</summary>
    public static ulong Shorten(Span<byte> buffer, Box box, Place place, PlayRange range, uint scale)
    {
        var isLarge = IsLarge(buffer, box);
        var field = buffer[(box.Content + place.Of(isLarge))..];
        var duration = isLarge ? BinaryPrimitives.ReadUInt64BigEndian(field) : BinaryPrimitives.ReadUInt32BigEndian(field);
        if (duration == (isLarge ? ulong.MaxValue : uint.MaxValue))
            return duration;
        duration = range.Shorten(duration, scale);
        Set(buffer, box, place, duration);
        return duration;
    }

    public static void Set(Span<byte> buffer, Box box, Place place, ulong duration)
    {
        var isLarge = IsLarge(buffer, box);
        var field = buffer[(box.Content + place.Of(isLarge))..];
        if (isLarge)
            BinaryPrimitives.WriteUInt64BigEndian(field, duration);
        else
            BinaryPrimitives.WriteUInt32BigEndian(field, (uint)Math.Min(duration, uint.MaxValue));
    }

    private static bool IsLarge(ReadOnlySpan<byte> buffer, Box box) => buffer[box.Content] == 1;

    /// <summary>The offset of a field in version 0 and in version 1.</summary>
    internal readonly record struct Place(int Small, int Large)
    {
        public int Of(bool isLarge) => isLarge ? Large : Small;
    }
}
