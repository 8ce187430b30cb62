using System.Text;
using Engine.Core.Net;

namespace Engine.Core.Tests.Net;

public sealed class NumericAddressTests
{
    [TestCase("0.0.0.0")]
    [TestCase("192.0.2.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("2001:db8::")]
    [TestCase("2001:DB8:0:1::9")]
    [TestCase("1:2:3:4:5:6:7:8")]
    [TestCase("1::3:4:5:6:7:8")]
    [TestCase("::ffff:10.1.2.3")]
    [TestCase("64:ff9b::192.0.2.33")]
    [TestCase("fe80::1")]
    public void TryParse_Address_IsWhatDotNetReads(string text)
    {
        Assert.That(NumericAddress.TryParse(Encoding.ASCII.GetBytes(text), out var address), Is.True);
        Assert.That(SocketAddress.Of(address, 80), Is.EqualTo(new SocketAddress(System.Net.IPAddress.Parse(text), 80)));
        Assert.That(SocketAddress.Of(address, 80).TryGetNumber(out var back), Is.True);
        Assert.That(back, Is.EqualTo(address));
    }

    [TestCase("")]
    [TestCase("1.2.3")]
    [TestCase("1.2.3.256")]
    [TestCase("1.2.3.4.5")]
    [TestCase("1.2.3.")]
    [TestCase("1.2.3.0004")]
    [TestCase(" 1.2.3.4")]
    [TestCase("0x1.2.3.4")]
    [TestCase(":")]
    [TestCase(":::")]
    [TestCase("1:2:3:4:5:6:7")]
    [TestCase("1:2:3:4:5:6:7:8:9")]
    [TestCase("1:2:3:4::5:6:7:8")]
    [TestCase("1::2::3")]
    [TestCase("12345::")]
    [TestCase("1:2:3:4:5:6:7:")]
    [TestCase("::1.2.3")]
    [TestCase("1:2:3:4:5:6:7:1.2.3.4")]
    [TestCase("fe80::1%eth0")]
    public void TryParse_NoAddress_IsRefused(string text) =>
        Assert.That(NumericAddress.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);

    [TestCase("1.2.3.4:80", "1.2.3.4", 80)]
    [TestCase("1.2.3.4", "1.2.3.4", 0)]
    [TestCase("[::1]:65535", "::1", 65535)]
    [TestCase("::1", "::1", 0)]
    public void TryParseWithPort_AddressAndPort_AreRead(string text, string address, int port)
    {
        Assert.That(NumericAddress.TryParseWithPort(Encoding.ASCII.GetBytes(text), out var parsed, out var parsedPort), Is.True);
        Assert.That(SocketAddress.Of(parsed, parsedPort), Is.EqualTo(new SocketAddress(System.Net.IPAddress.Parse(address), port)));
    }

    [TestCase("1.2.3.4:")]
    [TestCase("1.2.3.4:0")]
    [TestCase("1.2.3.4:65536")]
    [TestCase("1.2.3.4:-1")]
    [TestCase("1.2.3.4:8x")]
    [TestCase("[::1]")]
    [TestCase("[::1:80")]
    [TestCase("[]:80")]
    public void TryParseWithPort_Malformed_IsRefused(string text) =>
        Assert.That(NumericAddress.TryParseWithPort(Encoding.ASCII.GetBytes(text), out _, out _), Is.False);
}
