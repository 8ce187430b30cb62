using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// Domain names: as text in lower case without the final dot in memory, as labels in messages (RFC 1035 section 3.1). A name has at most
/// 255 characters of text.
/// </summary>
internal static class DnsName
{
    public const int MaxLength = 255;

    public const int MaxWireLength = MaxLength + 2;

    private const int MaxLabel = 63;

    /// <summary>Lower case, without the final dot; -1 for what is no name: empty, too long, an empty or too long label.</summary>
    /// <param name="destination"><see cref="MaxLength"/> octets.</param>
    public static int Normalize(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (text is [.., (byte)'.'])
            text = text[..^1];
        if (text.Length is 0 or > MaxLength || text[^1] == '.')
            return -1;
        var label = 0;
        for (var i = 0; i < text.Length; i++)
        {
            label = text[i] == '.' ? 0 : label + 1;
            if (label > MaxLabel || (text[i] == '.' && (i == 0 || text[i - 1] == '.')))
                return -1;
            destination[i] = LowerCase.Of(text[i]);
        }

        return text.Length;
    }

    /// <summary>Writes a normalized name as labels; the length.</summary>
    public static int Write(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var written = 0;
        while (!name.IsEmpty)
        {
            var end = name.IndexOf((byte)'.');
            var label = end < 0 ? name : name[..end];
            destination[written++] = (byte)label.Length;
            label.CopyTo(destination[written..]);
            written += label.Length;
            name = end < 0 ? default : name[(end + 1)..];
        }

        destination[written] = 0;
        return written + 1;
    }

    /// <summary>
    /// Reads a name in a message, compressed or not (RFC 1035 section 4.1.4), normalized; false when it is malformed. A pointer has to point
    /// in front of everything read of the name so far, so that no chain of pointers goes in circles. A label that would not be the same
    /// label as text (with a dot or a control character in it) is refused.
    /// </summary>
    /// <param name="position">Where the name begins; afterwards where it ends.</param>
    /// <param name="destination"><see cref="MaxLength"/> octets.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int position, Span<byte> destination, out int length)
    {
        length = 0;
        var at = position;
        var limit = position;
        var isPastPointer = false;
        while ((uint)at < (uint)message.Length)
        {
            int size = message[at++];
            if (size == 0)
            {
                position = isPastPointer ? position : at;
                return true;
            }

            if (size >= 0xC0)
            {
                if (at >= message.Length)
                    return false;
                var target = ((size & 0x3F) << 8) | message[at++];
                position = isPastPointer ? position : at;
                isPastPointer = true;
                if (target >= limit)
                    return false;
                at = limit = target;
                continue;
            }

            if (size > MaxLabel || size > message.Length - at || !TryAppend(message.Slice(at, size), destination, ref length))
                return false;
            at += size;
        }

        return false;
    }

    private static bool TryAppend(ReadOnlySpan<byte> label, Span<byte> destination, ref int length)
    {
        var needed = length == 0 ? label.Length : label.Length + 1;
        if (needed > MaxLength - length)
            return false;
        if (length > 0)
            destination[length++] = (byte)'.';
        foreach (var octet in label)
        {
            if (octet is (byte)'.' or <= 0x20 or 0x7F)
                return false;
            destination[length++] = LowerCase.Of(octet);
        }

        return true;
    }
}
