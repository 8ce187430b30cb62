using System.Buffers.Binary;

namespace Engine.Stream.Modules.SslPreread;

/// <summary>
/// What a ClientHello says that can be read without answering it (RFC 8446 section 4.1.2, RFC 6066 section 3, RFC 7301 section 3.1). Lengths that do
/// not fit into each other make it none.
/// </summary>
internal ref struct ClientHello
{
    private const int RandomLength = 32;
    private const int MaxSessionId = 32;
    private const int ServerNameExtension = 0;
    private const int AlpnExtension = 16;
    private const int SupportedVersionsExtension = 43;
    private const byte HostNameType = 0;
    private const ushort NewestVersion = 0x0304;

    /// <summary>The first octet of TLS 1.3's versions while it was a draft.</summary>
    private const int Draft = 0x7F;

    /// <summary>The newest version that the client offers, as in a record: 0x0303 is TLS 1.2.</summary>
    public ushort Version;

    /// <summary>As it came; empty when there is none.</summary>
    public ReadOnlySpan<byte> ServerName;

    /// <summary>ProtocolNameList: each name behind an octet with its length, which was checked.</summary>
    public ReadOnlySpan<byte> Protocols;

    /// <param name="body">The message without its head of type and length.</param>
    public static bool TryParse(ReadOnlySpan<byte> body, out ClientHello hello)
    {
        hello = default;
        var reader = new TlsReader(body);
        hello.Version = reader.ReadNumber();
        reader.Read(RandomLength);
        if (reader.ReadVector8().Length > MaxSessionId)
            return false;
        // Cipher suites and compressions: what is in them is between the client and its server.
        reader.ReadVector16();
        reader.ReadVector8();
        if (reader.HasFailed)
            return false;
        // Before TLS 1.2 a message may end here.
        if (reader.IsAtEnd)
            return true;
        var extensions = reader.ReadVector16();
        return !reader.HasFailed && reader.IsAtEnd && hello.TryReadExtensions(extensions);
    }

    private bool TryReadExtensions(ReadOnlySpan<byte> bytes)
    {
        var extensions = new TlsReader(bytes);
        var hasServerName = false;
        while (!extensions.IsAtEnd)
        {
            var type = extensions.ReadNumber();
            // One that is longer than what is left is read as far as it goes, as nginx does.
            var content = extensions.ReadAtMost(extensions.ReadNumber());
            if (extensions.HasFailed)
                return false;
            switch (type)
            {
                case ServerNameExtension when hasServerName:
                    return false;
                case ServerNameExtension:
                    hasServerName = true;
                    if (!TryReadServerNames(content))
                        return false;
                    break;
                case AlpnExtension when !TryReadProtocols(content):
                case SupportedVersionsExtension when !TryReadVersions(content):
                    return false;
            }
        }

        return true;
    }

    private bool TryReadServerNames(ReadOnlySpan<byte> bytes)
    {
        var content = new TlsReader(bytes);
        var list = new TlsReader(content.ReadVector16());
        while (!list.IsAtEnd)
        {
            var type = list.ReadByte();
            var name = list.ReadVector16();
            if (list.HasFailed)
                return false;
            if (type == HostNameType && ServerName.IsEmpty)
                ServerName = name;
        }

        return !content.HasFailed && content.IsAtEnd;
    }

    private bool TryReadProtocols(ReadOnlySpan<byte> bytes)
    {
        var content = new TlsReader(bytes);
        Protocols = content.ReadVector16();
        var list = new TlsReader(Protocols);
        while (!list.IsAtEnd)
        {
            if (list.ReadVector8().IsEmpty || list.HasFailed)
                return false;
        }

        return !content.HasFailed && content.IsAtEnd;
    }

    /// <summary>Values that mean nothing are there to be ignored (RFC 8701).</summary>
    private bool TryReadVersions(ReadOnlySpan<byte> bytes)
    {
        var content = new TlsReader(bytes);
        var list = new TlsReader(content.ReadVector8());
        while (!list.IsAtEnd)
        {
            var version = list.ReadNumber();
            if (list.HasFailed)
                return false;
            if (version >> 8 == Draft)
                version = NewestVersion;
            if (version is > 0x0300 and <= NewestVersion && version > Version)
                Version = version;
        }

        return !content.HasFailed && content.IsAtEnd;
    }
}

/// <summary>Numbers and vectors of TLS's presentation language (RFC 8446 section 3). What does not fit is empty, and remembered.</summary>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public bool HasFailed { get; private set; }

    /// <summary>Also when it has failed, so that loops end.</summary>
    public readonly bool IsAtEnd => rest.IsEmpty;

    public byte ReadByte() => Read(1) is [var value] ? value : (byte)0;

    public ushort ReadNumber() => Read(2) is { Length: 2 } octets ? BinaryPrimitives.ReadUInt16BigEndian(octets) : (ushort)0;

    public ReadOnlySpan<byte> ReadVector8() => Read(ReadByte());

    public ReadOnlySpan<byte> ReadVector16() => Read(ReadNumber());

    public ReadOnlySpan<byte> ReadAtMost(int length) => Read(Math.Min(length, rest.Length));

    public ReadOnlySpan<byte> Read(int length)
    {
        if (length > rest.Length)
        {
            HasFailed = true;
            rest = default;
            return default;
        }

        var result = rest[..length];
        rest = rest[length..];
        return result;
    }
}
