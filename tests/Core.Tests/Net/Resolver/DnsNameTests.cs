using System.Text;
using Engine.Core.Net.Resolver;

namespace Engine.Core.Tests.Net.Resolver;

public sealed class DnsNameTests
{
    [TestCase("Example.NET", "example.net")]
    [TestCase("example.net.", "example.net")]
    [TestCase("_http._tcp.a", "_http._tcp.a")]
    public void Normalize_AName_IsLowerCaseWithoutFinalDot(string text, string expected) => Assert.That(Normalize(text), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase(".")]
    [TestCase("a..b")]
    [TestCase(".a")]
    [TestCase("a..")]
    public void Normalize_AnEmptyLabel_IsNoName(string text) => Assert.That(Normalize(text), Is.Null);

    [Test]
    public void Normalize_Length_IsLimited()
    {
        Assert.That(Normalize(new string('a', 63)), Is.Not.Null);
        Assert.That(Normalize(new string('a', 64)), Is.Null);
        var longest = string.Join('.', Enumerable.Repeat(new string('a', 63), 4));
        Assert.That(Normalize(longest), Is.EqualTo(longest));
        Assert.That(Normalize(longest + ".b"), Is.Null);
    }

    [Test]
    public void TryRead_CompressedName_IsPutTogether()
    {
        byte[] message = [.. DnsMessages.Name("Example.net"), 3, .. "www"u8, 0xC0, 0];
        Assert.That(Read(message, 13), Is.EqualTo(("www.example.net", message.Length)));
    }

    [TestCase(new byte[] { 0xC0, 0x00 }, 0, TestName = "a pointer to itself")]
    [TestCase(new byte[] { 0xC0, 0x02, 0xC0, 0x00 }, 0, TestName = "two pointers to each other")]
    [TestCase(new byte[] { 0xC0, 0x02, 0xC0, 0x00 }, 2, TestName = "two pointers to each other, from the second")]
    [TestCase(new byte[] { 1, (byte)'a', 0xC0, 0x00 }, 0, TestName = "a pointer to the beginning of its own name")]
    [TestCase(new byte[] { 1, (byte)'a', 0xC0, 0x02 }, 0, TestName = "a pointer to itself behind a label")]
    [TestCase(new byte[] { 0xC0, 0x03, 0, 1, (byte)'a', 0 }, 0, TestName = "a pointer forward")]
    [TestCase(new byte[] { 0xFF, 0xFF }, 0, TestName = "a pointer behind the end")]
    [TestCase(new byte[] { 0xC0 }, 0, TestName = "half a pointer")]
    [TestCase(new byte[] { 5, (byte)'a' }, 0, TestName = "a label longer than the message")]
    [TestCase(new byte[] { 1, (byte)'a' }, 0, TestName = "no end")]
    [TestCase(new byte[] { 0x40, 0 }, 0, TestName = "a reserved kind of label")]
    [TestCase(new byte[] { 0x80, 0 }, 0, TestName = "another reserved kind of label")]
    [TestCase(new byte[] { 3, (byte)'a', (byte)'.', (byte)'b', 0 }, 0, TestName = "a dot inside a label")]
    [TestCase(new byte[] { 2, (byte)'a', 0, 0 }, 0, TestName = "a zero inside a label")]
    [TestCase(new byte[0], 0, TestName = "nothing")]
    public void TryRead_Malformed_IsRefused(byte[] message, int position) => Assert.That(Read(message, position), Is.Null);

    [Test]
    public void TryRead_OverlongName_IsRefused()
    {
        var label = (byte[])[63, .. Enumerable.Repeat((byte)'a', 63)];
        byte[] longest = [.. label, .. label, .. label, .. label, 0];
        Assert.That(Read(longest, 0), Is.Not.Null);
        byte[] longer = [.. label, .. label, .. label, .. label, 1, (byte)'a', 0];
        Assert.That(Read(longer, 0), Is.Null);
    }

    private static string? Normalize(string text)
    {
        var name = new byte[DnsName.MaxLength];
        var length = DnsName.Normalize(Encoding.Latin1.GetBytes(text), name);
        return length < 0 ? null : Encoding.Latin1.GetString(name, 0, length);
    }

    private static (string, int)? Read(byte[] message, int position)
    {
        var name = new byte[DnsName.MaxLength];
        return DnsName.TryRead(message, ref position, name, out var length) ? (Encoding.Latin1.GetString(name, 0, length), position) : null;
    }
}
