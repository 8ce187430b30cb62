using System.Net;
using System.Text;
using Address = Engine.Core.Net.SocketAddress;

namespace Engine.Core.Tests.Net;

public sealed class SocketAddressTests
{
    [TestCase("127.0.0.1:8080", "127.0.0.1:8080")]
    [TestCase("127.0.0.1", "127.0.0.1:80")]
    [TestCase("8080", "0.0.0.0:8080")]
    [TestCase("*:81", "0.0.0.0:81")]
    [TestCase("*", "0.0.0.0:80")]
    [TestCase("[::1]:8443", "[::1]:8443")]
    [TestCase("[::]", "[::]:80")]
    [TestCase("unix:/run/a.sock", "unix:/run/a.sock")]
    public void Parse_ValidForms_ReadBackAsNginxWritesThem(string text, string expected) =>
        Assert.That(Address.Parse(text, 80).ToString(), Is.EqualTo(expected));

    [TestCase("127.0.0.1:0", "invalid port")]
    [TestCase("127.0.0.1:65536", "invalid port")]
    [TestCase("127.0.0.1:http", "invalid port")]
    [TestCase(":80", "no host")]
    [TestCase("[::1", "invalid IPv6 address")]
    [TestCase("[127.0.0.1]:80", "invalid IPv6 address")]
    [TestCase("[::1]80", "invalid host")]
    public void Parse_InvalidForms_AreNginxsErrors(string text, string message) =>
        Assert.That(() => Address.Parse(text, 80), Throws.InstanceOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Unix_PathLongerThanTheKernelTakes_IsRefused()
    {
        Assert.That(() => Address.Unix(new string('x', 107)), Throws.Nothing);
        Assert.That(() => Address.Unix(new string('x', 108)), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Text_OfEachFamily_IsTheAddressAlone()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Text(new Address(IPAddress.Parse("192.0.2.1"), 80)), Is.EqualTo("192.0.2.1"));
            Assert.That(Text(new Address(IPAddress.Parse("2001:db8::1"), 80)), Is.EqualTo("2001:db8::1"));
            Assert.That(Text(new Address(IPAddress.Parse("::ffff:192.0.2.1"), 80)), Is.EqualTo("::ffff:192.0.2.1"));
            Assert.That(Text(Address.Unix("/a")), Is.EqualTo("unix:"));
        });
    }

    [Test]
    public void AddressBytes_OfEachFamily_AreInNetworkOrder()
    {
        Assert.That(new Address(IPAddress.Parse("1.2.3.4"), 80).AddressBytes.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(new Address(IPAddress.IPv6Loopback, 80).AddressBytes.ToArray(), Is.EqualTo(IPAddress.IPv6Loopback.GetAddressBytes()));
    }

    [Test]
    public void Equals_SameBytes_AndHashes()
    {
        var one = Address.Parse("127.0.0.1:80", 0);
        var same = new Address(one.Bytes);

        Assert.That(one, Is.EqualTo(same));
        Assert.That(one.GetHashCode(), Is.EqualTo(same.GetHashCode()));
        Assert.That(one, Is.Not.EqualTo(Address.Parse("127.0.0.1:81", 0)));
    }

    [Test]
    public void IsWildcard_OnlyOfTheAnyAddresses()
    {
        Assert.That(Address.Parse("80", 0).IsWildcard, Is.True);
        Assert.That(Address.Parse("[::]:80", 0).IsWildcard, Is.True);
        Assert.That(Address.Parse("127.0.0.1:80", 0).IsWildcard, Is.False);
        Assert.That(Address.Unix("/a").IsWildcard, Is.False);
    }

    private static string Text(Address address) => Encoding.ASCII.GetString(address.Text);
}
