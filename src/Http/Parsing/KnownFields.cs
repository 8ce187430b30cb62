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

    private static readonly byte[] Slots = FillSlots();

    /// <summary>The field with this name, whatever its case.</summary>
    public static KnownField Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return KnownField.None;
        var slot = SlotOf(name);
        while (true)
        {
            var field = Slots[slot];
            if (field == 0 || Ascii.EqualsIgnoreCase(name, Names[field]))
                return (KnownField)field;
            slot = (slot + 1) % SlotCount;
        }
    }

    /// <summary>The name in its usual spelling.</summary>
    public static ReadOnlySpan<byte> Name(this KnownField field) => Names[(int)field];

    /// <summary>Where the search for a name begins: four bytes and the length tell nearly all of the names apart.</summary>
    private static int SlotOf(ReadOnlySpan<byte> name)
    {
        var first = name[0] | 0x20;
        var middle = name[name.Length / 2] | 0x20;
        var late = name[name.Length - 1 - (name.Length / 4)] | 0x20;
        var last = name[^1] | 0x20;
        var mixed = (uint)(first | (middle << 8) | (late << 16) | (last << 24)) + (uint)(name.Length * 0x1F3D5B79);
        return (int)((mixed * 0x9E3779B1u) >> 23);
    }

    private static byte[] FillSlots()
    {
        var slots = new byte[SlotCount];
        for (var field = 1; field < Count; field++)
        {
            var slot = SlotOf(Names[field]);
            while (slots[slot] != 0)
                slot = (slot + 1) % SlotCount;
            slots[slot] = (byte)field;
        }

        return slots;
    }
}
