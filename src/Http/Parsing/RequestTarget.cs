using System.Buffers;

namespace Engine.Http.Parsing;

/// <summary>From the path as sent to $uri, on which locations and files are decided.</summary>
public static class RequestTarget
{
    private enum Segment
    {
        Empty,
        Ordinary,
        Dots,
        AboveRoot,
    }

    /// <summary>No dot: it could be a part of "..".</summary>
    private static readonly SearchValues<byte> PlainPath = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-_@:"u8);

    private static readonly SearchValues<byte> NulAndSlash = SearchValues.Create([0, (byte)'/']);

    /// <summary>
    /// Decodes %XX, resolves the segments "." and "..", merges slashes and cuts the fragment. Decoded slashes and dots count like plain
    /// ones; a decoded '?', '#' or '%' is a byte like any other. False for NUL, incomplete escapes and paths that leave the root.
    /// <paramref name="destination"/> needs the length of <paramref name="rawPath"/>, and at least 1: an empty path is "/".
    /// </summary>
    public static bool TryNormalize(ReadOnlySpan<byte> rawPath, bool mergeSlashes, Span<byte> destination, out int length)
    {
        destination[0] = (byte)'/';
        length = 1;
        if (rawPath.IsEmpty)
            return true;
        if (rawPath[0] != '/')
            return false;
        var segmentStart = 1;
        for (var position = 1; position < rawPath.Length; position++)
        {
            int value = rawPath[position];
            if (value is '#' or '?')
                break;
            if (value == '%')
            {
                value = HexDigit.EscapedByte(rawPath, position);
                position += 2;
            }

            if (value <= 0)
                return false;
            if (value != '/')
            {
                destination[length++] = (byte)value;
                continue;
            }

            var segment = EndSegment(destination, segmentStart, ref length);
            if (segment == Segment.AboveRoot)
                return false;
            if (segment == Segment.Ordinary || (segment == Segment.Empty && !mergeSlashes))
                destination[length++] = (byte)'/';
            segmentStart = length;
        }

        return EndSegment(destination, segmentStart, ref length) != Segment.AboveRoot;
    }

    /// <summary>Takes "." and ".." away again, and what ".." stands behind; the path then ends with a slash.</summary>
    private static Segment EndSegment(Span<byte> path, int start, ref int length)
    {
        var segment = path[start..length];
        if (segment.IsEmpty)
            return Segment.Empty;
        if (segment.SequenceEqual("."u8))
        {
            length = start;
            return Segment.Dots;
        }

        if (!segment.SequenceEqual(".."u8))
            return Segment.Ordinary;
        length = path[..(start - 1)].LastIndexOf((byte)'/') + 1;
        return length > 0 ? Segment.Dots : Segment.AboveRoot;
    }

    /// <summary>
    /// Takes apart a target that comes from inside (X-Accel-Redirect, SSI, subrequests of Lua): the path is decoded once and not
    /// normalized, the arguments stay as they are. False when it is unsafe: empty, with NUL, or with a segment "..", escaped or not.
    /// <paramref name="destination"/> needs the length of <paramref name="target"/>.
    /// </summary>
    public static bool TryParseInternal(ReadOnlySpan<byte> target, Span<byte> destination, out int length, out Slice arguments)
    {
        length = 0;
        arguments = default;
        if (IsPlain(target))
        {
            target.CopyTo(destination);
            length = target.Length;
            return true;
        }

        var question = target.IndexOf((byte)'?');
        if (question >= 0)
            arguments = Slice.Between(question + 1, target.Length);
        var path = question < 0 ? target : target[..question];
        if (IsUnsafe(path))
            return false;
        if (path.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            path.CopyTo(destination);
            length = path.Length;
            return true;
        }

        length = UriEscape.Unescape(path, destination, UnescapeKind.All);
        return !IsUnsafe(destination[..length]);
    }

    /// <summary>A path that is what it says: nothing in it could stand for something else, nor lead upwards.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> target) => !target.IsEmpty && target.IndexOfAnyExcept(PlainPath) < 0;

    private static bool IsUnsafe(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty)
            return true;
        while (true)
        {
            var end = path.IndexOfAny(NulAndSlash);
            if ((end < 0 ? path : path[..end]).SequenceEqual(".."u8))
                return true;
            if (end < 0)
                return false;
            if (path[end] == 0)
                return true;
            path = path[(end + 1)..];
        }
    }
}
