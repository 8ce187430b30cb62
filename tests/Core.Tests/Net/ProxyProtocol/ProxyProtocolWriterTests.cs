using System.Text;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;

namespace Engine.Core.Tests.Net.ProxyProtocol;

public sealed class ProxyProtocolWriterTests
{
    [TestCase("192.0.2.1:123", "198.51.100.2:8080", "PROXY TCP4 192.0.2.1 198.51.100.2 123 8080\r\n")]
    [TestCase("[2001:db8::1]:1", "[::2]:65535", "PROXY TCP6 2001:db8::1 ::2 1 65535\r\n")]
    [TestCase("unix:/tmp/client", "unix:/tmp/server", "PROXY UNKNOWN\r\n")]
    public void WriteText_Addresses_AreALine(string client, string server, string line)
    {
        var bytes = new byte[ProxyProtocolWriter.MaxLength];
        var length = ProxyProtocolWriter.WriteText(bytes, SocketAddress.Parse(client, 1), SocketAddress.Parse(server, 1));

        Assert.That(Encoding.ASCII.GetString(bytes, 0, length), Is.EqualTo(line));
    }

    [TestCase("192.0.2.1:123", "198.51.100.2:8080", "192.0.2.1:123 198.51.100.2:8080")]
    [TestCase("[2001:db8::1]:1", "[::2]:65535", "[2001:db8::1]:1 [::2]:65535")]
    [TestCase("[2001:db8::1]:1", "192.0.2.9:25", "[2001:db8::1]:1 [::ffff:192.0.2.9]:25")]
    [TestCase("unix:/tmp/client", "unix:/tmp/server", "")]
    public void WriteBinary_Addresses_AreReadBack(string client, string server, string expected)
    {
        var bytes = new byte[ProxyProtocolWriter.MaxLength];
        var length = ProxyProtocolWriter.WriteBinary(bytes, SocketAddress.Parse(client, 1), SocketAddress.Parse(server, 1));

        Assert.That(ProxyProtocolParser.Parse(bytes.AsSpan(0, length), out var header, out var consumed), Is.EqualTo(ProxyProtocolOutcome.Done));
        Assert.That(consumed, Is.EqualTo(length));
        Assert.That($"{header!.Source} {header.Destination}".Trim(), Is.EqualTo(expected));
    }
}
