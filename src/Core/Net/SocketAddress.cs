using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>An IPv4, IPv6 or unix-domain socket address, in the kernel's binary form (sockaddr).</summary>
public sealed class SocketAddress : IEquatable<SocketAddress>
{
    private const int PortOffset = 2;
    private readonly byte[] bytes;
    private byte[]? text;

    public SocketAddress(ReadOnlySpan<byte> sockaddr) => bytes = sockaddr.ToArray();

    public SocketAddress(IPAddress address, int port)
    {
        var isV4 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        bytes = new byte[isV4 ? 16 : 28];
        BitConverter.TryWriteBytes(bytes, (ushort)(isV4 ? Sockets.AF_INET : Sockets.AF_INET6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(PortOffset), (ushort)port);
        address.TryWriteBytes(bytes.AsSpan(isV4 ? 4 : 8), out _);
        if (!isV4)
            BitConverter.TryWriteBytes(bytes.AsSpan(24), (uint)address.ScopeId);
    }

    public static SocketAddress Of(NumericAddress address, int port)
    {
        var sockaddr = new byte[address.IsIPv6 ? 28 : 16];
        BitConverter.TryWriteBytes(sockaddr, (ushort)(address.IsIPv6 ? Sockets.AF_INET6 : Sockets.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(sockaddr.AsSpan(PortOffset), (ushort)port);
        if (address.IsIPv6)
            BinaryPrimitives.WriteUInt128BigEndian(sockaddr.AsSpan(8), address.Number);
        else
            BinaryPrimitives.WriteUInt32BigEndian(sockaddr.AsSpan(4), (uint)address.Number);
        return new SocketAddress(sockaddr);
    }

    /// <summary>The address as a number; false for a unix-domain socket.</summary>
    public bool TryGetNumber(out NumericAddress address)
    {
        address = IsUnix ? default : IsIPv6
            ? new NumericAddress(BinaryPrimitives.ReadUInt128BigEndian(AddressBytes), true)
            : new NumericAddress(BinaryPrimitives.ReadUInt32BigEndian(AddressBytes), false);
        return !IsUnix;
    }

    /// <summary>The kernel's form.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    public int Family => bytes.Length >= 2 ? BitConverter.ToUInt16(bytes) : Sockets.AF_UNIX;

    public bool IsUnix => Family == Sockets.AF_UNIX;

    public bool IsIPv6 => Family == Sockets.AF_INET6;

    /// <summary>The port, 0 of a unix-domain socket.</summary>
    public int Port => IsUnix ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(PortOffset));

    /// <summary>Network order address bytes (4 or 16; <c>$binary_remote_addr</c>); "unix:" of a unix-domain socket.</summary>
    public ReadOnlySpan<byte> AddressBytes => IsUnix ? "unix:"u8 : IsIPv6 ? bytes.AsSpan(8, 16) : bytes.AsSpan(4, 4);

    /// <summary>The address without port as nginx writes it: "127.0.0.1", "::1", "unix:".</summary>
    public ReadOnlySpan<byte> Text => text ??= MakeText();

    public bool IsWildcard => !IsUnix && !AddressBytes.ContainsAnyExcept((byte)0);

    public string UnixPath => SystemText.Decode(bytes.AsSpan(2)).TrimEnd('\0');

    public IPAddress ToIPAddress() => new(AddressBytes);

    /// <summary>A unix-domain address.</summary>
    /// <exception cref="FormatException">The path is longer than sun_path.</exception>
    public static SocketAddress Unix(string path) => TryUnix(path) ?? throw new FormatException("too long path in the unix domain socket");

    /// <summary>A unix-domain address; null when the path is longer than sun_path.</summary>
    public static SocketAddress? TryUnix(string path)
    {
        var encoded = SystemText.Encode(path);
        if (encoded.Length > Sockets.MaxAddress - 3)
            return null;
        var sockaddr = new byte[encoded.Length + 3];
        BitConverter.TryWriteBytes(sockaddr, (ushort)Sockets.AF_UNIX);
        encoded.CopyTo(sockaddr, 2);
        return new SocketAddress(sockaddr);
    }

    /// <summary>Reads "address:port", "*:port", "port", "[v6]:port", "unix:path"; without a port <paramref name="defaultPort"/>.</summary>
    /// <exception cref="FormatException">In nginx's words: "invalid port", "no host", "host not found".</exception>
    public static SocketAddress Parse(string value, int defaultPort)
    {
        if (value.StartsWith("unix:", StringComparison.Ordinal))
            return Unix(value[5..]);
        var colon = value.LastIndexOf(':');
        if (value.StartsWith('['))
        {
            var close = value.IndexOf(']');
            if (close < 0 || !IPAddress.TryParse(value.AsSpan(1, close - 1), out var v6) || v6.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
                throw new FormatException("invalid IPv6 address");
            if (close + 1 == value.Length)
                return new SocketAddress(v6, defaultPort);
            if (value[close + 1] != ':')
                throw new FormatException("invalid host");
            return new SocketAddress(v6, ParsePort(value[(close + 2)..]));
        }

        if (colon < 0 && value.All(char.IsAsciiDigit))
            return new SocketAddress(IPAddress.Any, ParsePort(value));
        var host = colon < 0 ? value : value[..colon];
        var port = colon < 0 ? defaultPort : ParsePort(value[(colon + 1)..]);
        if (host.Length == 0)
            throw new FormatException("no host");
        if (host == "*")
            return new SocketAddress(IPAddress.Any, port);
        if (host.Count(static c => c == '.') == 3 && IPAddress.TryParse(host, out var v4))
            return new SocketAddress(v4, port);
        return new SocketAddress(ResolveHost(host), port);
    }

    /// <summary>Writes the address, with ":port" if asked, IPv6 in brackets; the length.</summary>
    public int Format(Span<byte> destination, bool withPort)
    {
        var written = 0;
        if (IsIPv6)
            destination[written++] = (byte)'[';
        Text.CopyTo(destination[written..]);
        written += Text.Length;
        if (IsIPv6)
            destination[written++] = (byte)']';
        if (!withPort || IsUnix)
            return written;
        destination[written++] = (byte)':';
        Port.TryFormat(destination[written..], out var digits, default, CultureInfo.InvariantCulture);
        return written + digits;
    }

    public bool Equals(SocketAddress? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    public override bool Equals(object? obj) => Equals(obj as SocketAddress);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>As nginx writes it in messages: "0.0.0.0:80", "[::]:80", "unix:/path".</summary>
    public override string ToString()
    {
        if (IsUnix)
            return "unix:" + UnixPath;
        Span<byte> buffer = stackalloc byte[64];
        return Encoding.ASCII.GetString(buffer[..Format(buffer, withPort: true)]);
    }

    private static int ParsePort(string text)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535)
            return port;
        throw new FormatException("invalid port");
    }

    private static IPAddress ResolveHost(string host)
    {
        try
        {
            var addresses = Dns.GetHostAddresses(host);
            return addresses.FirstOrDefault(static a => a.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? addresses[0];
        }
        catch (System.Net.Sockets.SocketException)
        {
            throw new FormatException("host not found");
        }
    }

    private byte[] MakeText() => IsUnix ? "unix:"u8.ToArray() : Encoding.ASCII.GetBytes(ToIPAddress().ToString());
}
