using System.Buffers.Binary;
using Engine.Core.Buffers;

namespace Engine.Core.Net.ProxyProtocol;

/// <summary>Writes the header that tells an upstream whose connection it gets (haproxy.org, "The PROXY protocol").</summary>
public static class ProxyProtocolWriter
{
    /// <summary>No header is longer, of either version.</summary>
    public const int MaxLength = 128;

    private const byte ProxyCommand = 0x21;
    private const byte IPv4 = 0x10;
    private const byte IPv6 = 0x20;
    private const byte OverStream = 1;
    private const byte OverDatagram = 2;
    private const int PortsLength = 4;

    /// <summary>Version 1, a line of text; its length. The client's family is the one that is named; of a unix-domain socket nothing is told.</summary>
    public static int WriteText(Span<byte> destination, SocketAddress client, SocketAddress server)
    {
        var writer = new SpanWriter(destination);
        if (client.IsUnix)
        {
            writer.Write("PROXY UNKNOWN\r\n"u8);
            return writer.Written;
        }

        writer.Write(client.IsIPv6 ? "PROXY TCP6 "u8 : "PROXY TCP4 "u8);
        writer.Write(client.Text);
        writer.Write(" "u8);
        writer.Write(server.Text);
        writer.Write(" "u8);
        writer.Write(client.Port);
        writer.Write(" "u8);
        writer.Write(server.Port);
        writer.Write("\r\n"u8);
        return writer.Written;
    }

    /// <summary>Version 2; its length. Addresses of two families are both told as IPv6.</summary>
    public static int WriteBinary(Span<byte> destination, SocketAddress client, SocketAddress server, bool isDatagram = false)
    {
        var writer = new SpanWriter(destination);
        writer.Write(ProxyProtocolParser.BinarySignature);
        writer.Write(ProxyCommand);
        if (client.IsUnix || server.IsUnix)
        {
            // The family "unspecified", and no addresses.
            writer.Write([0, 0, 0]);
            return writer.Written;
        }

        var isIPv6 = client.IsIPv6 || server.IsIPv6;
        writer.Write((byte)((isIPv6 ? IPv6 : IPv4) | (isDatagram ? OverDatagram : OverStream)));
        writer.Write([0, (byte)(2 * (isIPv6 ? 16 : 4) + PortsLength)]);
        WriteAddress(ref writer, client, isIPv6);
        WriteAddress(ref writer, server, isIPv6);
        WritePort(ref writer, client.Port);
        WritePort(ref writer, server.Port);
        return writer.Written;
    }

    private static void WriteAddress(ref SpanWriter writer, SocketAddress address, bool asIPv6)
    {
        // RFC 4291 section 2.5.5.2.
        if (asIPv6 && !address.IsIPv6)
            writer.Write([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        writer.Write(address.AddressBytes);
    }

    private static void WritePort(ref SpanWriter writer, int port)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        writer.Write(bytes);
    }
}
