using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Engine.Http.Parsing;

public static class KnownFields
{
    /// <summary>Numbers in use, <see cref="KnownField.None"/> included: the length of an array indexed by field.</summary>
    public const int Count = (int)KnownField.EarlyData + 1;

    private const int SlotCount = 512;

    private static readonly byte[][] Names =
    [
        [],
        "Host"u8.ToArray(),
        "Connection"u8.ToArray(),
        "If-Modified-Since"u8.ToArray(),
        "If-Unmodified-Since"u8.ToArray(),
        "If-Match"u8.ToArray(),
        "If-None-Match"u8.ToArray(),
        "User-Agent"u8.ToArray(),
        "Referer"u8.ToArray(),
        "Content-Length"u8.ToArray(),
        "Content-Range"u8.ToArray(),
        "Content-Type"u8.ToArray(),
        "Range"u8.ToArray(),
        "If-Range"u8.ToArray(),
        "Transfer-Encoding"u8.ToArray(),
        "TE"u8.ToArray(),
        "Expect"u8.ToArray(),
        "Upgrade"u8.ToArray(),
        "Accept-Encoding"u8.ToArray(),
        "Via"u8.ToArray(),
        "Authorization"u8.ToArray(),
        "Keep-Alive"u8.ToArray(),
        "X-Forwarded-For"u8.ToArray(),
        "X-Real-IP"u8.ToArray(),
        "Accept"u8.ToArray(),
        "Accept-Language"u8.ToArray(),
        "Depth"u8.ToArray(),
        "Destination"u8.ToArray(),
        "Overwrite"u8.ToArray(),
        "Lock-Token"u8.ToArray(),
        "If"u8.ToArray(),
        "Timeout"u8.ToArray(),
        "Date"u8.ToArray(),
        "Cookie"u8.ToArray(),
        "Origin"u8.ToArray(),
        "Forwarded"u8.ToArray(),
        "X-Forwarded-Host"u8.ToArray(),
        "X-Forwarded-Proto"u8.ToArray(),
        "Proxy-Authorization"u8.ToArray(),
        "Proxy-Connection"u8.ToArray(),
        "HTTP2-Settings"u8.ToArray(),
        "Server"u8.ToArray(),
        "Location"u8.ToArray(),
        "Content-Location"u8.ToArray(),
        "ETag"u8.ToArray(),
        "Last-Modified"u8.ToArray(),
        "Accept-Ranges"u8.ToArray(),
        "Set-Cookie"u8.ToArray(),
        "Link"u8.ToArray(),
        "Expires"u8.ToArray(),
        "Cache-Control"u8.ToArray(),
        "WWW-Authenticate"u8.ToArray(),
        "Proxy-Authenticate"u8.ToArray(),
        "Content-Encoding"u8.ToArray(),
        "Content-Language"u8.ToArray(),
        "Content-Disposition"u8.ToArray(),
        "Vary"u8.ToArray(),
        "Refresh"u8.ToArray(),
        "Trailer"u8.ToArray(),
        "X-Accel-Expires"u8.ToArray(),
        "X-Accel-Redirect"u8.ToArray(),
        "X-Accel-Limit-Rate"u8.ToArray(),
        "X-Accel-Buffering"u8.ToArray(),
        "X-Accel-Charset"u8.ToArray(),
        "X-Powered-By"u8.ToArray(),
        "Status"u8.ToArray(),
        "Pragma"u8.ToArray(),
        "Age"u8.ToArray(),
        "Allow"u8.ToArray(),
        "Retry-After"u8.ToArray(),
        "Alt-Svc"u8.ToArray(),
        "Strict-Transport-Security"u8.ToArray(),
        "Early-Data"u8.ToArray(),
    ];

    private static readonly Key[] Keys = Array.ConvertAll(Names, static name => new Key(name));

    private static readonly byte[] Slots = FillSlots();

    /// <summary>The field with this name, whatever its case.</summary>
    public static KnownField Find(ReadOnlySpan<byte> name)
    {
        var (first, last) = Ends(name);
        var slot = SlotOf(first, last);
        while (true)
        {
            var field = Slots[slot];
            if (field == 0)
                return KnownField.None;
            if (Keys[field].Matches(first, last, name.Length) && MiddleMatches(name, Names[field]))
                return (KnownField)field;
            slot = (slot + 1) % SlotCount;
        }
    }

    /// <summary>The name in its usual spelling.</summary>
    public static ReadOnlySpan<byte> Name(this KnownField field) => Names[(int)field];

    /// <summary>The first and the last eight bytes, which overlap in short names: they tell nearly all names apart.</summary>
    private static (ulong First, ulong Last) Ends(ReadOnlySpan<byte> name)
    {
        if (name.Length >= sizeof(ulong))
            return (BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]));
        if (name.Length >= sizeof(uint))
            return (BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]));
        return name.IsEmpty ? default : (name[0] | ((ulong)name[name.Length / 2] << 8), name[^1]);
    }

    private static bool MiddleMatches(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known) =>
        known.Length <= 2 * sizeof(ulong) || Ascii.EqualsIgnoreCase(name[sizeof(ulong)..^sizeof(ulong)], known[sizeof(ulong)..^sizeof(ulong)]);

    /// <summary>Where the search for a name begins; the case bit of letters does not count.</summary>
    private static int SlotOf(ulong first, ulong last)
    {
        const ulong CaseBits = 0x2020202020202020;
        return (int)((((first | CaseBits) + BitOperations.RotateLeft(last | CaseBits, 29)) * 0x9E3779B97F4A7C15) >> (64 - 9));
    }

    private static byte[] FillSlots()
    {
        var slots = new byte[SlotCount];
        for (var field = 1; field < Count; field++)
        {
            var slot = SlotOf(Keys[field].First, Keys[field].Last);
            while (slots[slot] != 0)
                slot = (slot + 1) % SlotCount;
            slots[slot] = (byte)field;
        }

        return slots;
    }

    /// <summary>The ends of a known name, and which of their bits are the case of a letter.</summary>
    private readonly struct Key
    {
        private readonly ulong firstCase;
        private readonly ulong lastCase;
        private readonly int length;

        public Key(byte[] name)
        {
            length = name.Length;
            (First, Last) = Ends(name);
            (firstCase, lastCase) = Ends(Array.ConvertAll(name, static value => ByteClass.IsLetter(value) ? (byte)0x20 : (byte)0));
        }

        public ulong First { get; }

        public ulong Last { get; }

        public bool Matches(ulong first, ulong last, int nameLength) =>
            nameLength == length && (((first ^ First) & ~firstCase) | ((last ^ Last) & ~lastCase)) == 0;
    }
}
