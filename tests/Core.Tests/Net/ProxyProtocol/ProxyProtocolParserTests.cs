using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Net.ProxyProtocol;

namespace Engine.Core.Tests.Net.ProxyProtocol;

public sealed class ProxyProtocolParserTests
{
    private static readonly byte[] Signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    [TestCase("PROXY TCP4 192.0.2.1 198.51.100.2 123 8080\r\n", "192.0.2.1:123 198.51.100.2:8080")]
    [TestCase("PROXY TCP6 2001:DB8::1 ::2 0 65535\r\n", "[2001:db8::1]:0 [::2]:65535")]
    [TestCase("PROXY UNKNOWN\r\n", "")]
    [TestCase("PROXY UNKNOWN whatever 1 2 3\r\n", "")]
    public void Parse_Version1_TellsTheAddresses(string line, string addresses)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "GET / HTTP/1.1");

        Assert.That(Parse(bytes, out var header), Is.EqualTo((ProxyProtocolOutcome.Done, line.Length)));
        Assert.That($"{header!.Source} {header.Destination}".Trim(), Is.EqualTo(addresses));
    }

    [TestCase("GET / HTTP/1.1\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n")]
    [TestCase("PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n")]
    [TestCase("PROXY TCP4 ::1 ::2 1 2\r\n")]
    [TestCase("PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n")]
    [TestCase("PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n")]
    [TestCase("PROXY UNKNOWNX\r\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 1 2\rX")]
    [TestCase("proxy TCP4 192.0.2.1 192.0.2.2 1 2\r\n")]
    public void Parse_NotVersion1_IsInvalid(string line) =>
        Assert.That(Parse(Encoding.ASCII.GetBytes(line), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid));

    [Test]
    public void Parse_Version1WithoutEnd_WaitsNoLongerThanTheLongestLine()
    {
        var line = Encoding.ASCII.GetBytes("PROXY UNKNOWN " + new string('x', 200));
        Assert.That(Parse(line[..106], out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.NeedMore));
        Assert.That(Parse(line[..107], out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid));
        Assert.That(Parse(line, out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid));
    }

    [Test]
    public void Parse_Version2_TellsAddressesAndVectors()
    {
        byte[] ssl = [1, 0, 0, 0, 7, 0x21, 0, 7, .. "TLSv1.3"u8];
        var bytes = Binary(0x21, 0x11, [192, 0, 2, 1, 198, 51, 100, 2, 0, 123, 0x1F, 0x90, 2, 0, 3, .. "sni"u8, 0x20, 0, (byte)ssl.Length, .. ssl]);

        Assert.That(Parse([.. bytes, .. "GET"u8], out var header), Is.EqualTo((ProxyProtocolOutcome.Done, bytes.Length)));
        Assert.That($"{header!.Source} {header.Destination}", Is.EqualTo("192.0.2.1:123 198.51.100.2:8080"));
        Assert.That(header.TryFind(2, out var name) && name.Equals("sni"u8));
        Assert.That(header.TryFind(3, out _), Is.False);
        Assert.That(ProxyProtocolVectors.TryFindInSsl(header.Vectors, 0x21, out var version) && version.Equals("TLSv1.3"u8));
        Assert.That(ProxyProtocolVectors.SslVerification(header.Vectors), Is.EqualTo(7u));
    }

    [TestCase((byte)0x20, (byte)0x11, TestName = "the proxy's own connection")]
    [TestCase((byte)0x21, (byte)0x00, TestName = "an unknown family")]
    [TestCase((byte)0x21, (byte)0x31, TestName = "a unix-domain socket")]
    [TestCase((byte)0x21, (byte)0x12, TestName = "datagrams")]
    public void Parse_Version2OfOtherKinds_TellsNothing(byte command, byte family)
    {
        var bytes = Binary(command, family, [1, 2, 3]);
        Assert.That(Parse(bytes, out var header), Is.EqualTo((ProxyProtocolOutcome.Done, bytes.Length)));
        Assert.That(header!.Source, Is.Null);
    }

    [Test]
    public void Parse_Version2Wrong_IsInvalid()
    {
        Assert.That(Parse(Binary(0x11, 0x11, new byte[12]), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid), "version");
        Assert.That(Parse(Binary(0x22, 0x11, new byte[12]), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid), "command");
        Assert.That(Parse(Binary(0x21, 0x11, new byte[11]), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid), "addresses too short");
        Assert.That(Parse(Binary(0x21, 0x11, new byte[4081])[..16], out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid), "too long, said in advance");
        Assert.That(Parse(Binary(0x21, 0x11, new byte[4080]), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Done), "the longest");
    }

    [Test]
    public void TryFind_BrokenVectors_EndsAtTheBreak()
    {
        var header = new ProxyProtocolHeader { Vectors = new ByteString([1, 0, 1, 65, 2, 0xFF, 0xFF, 66, 0x20, 0, 2, 1, 0]) };
        Assert.That(header.TryFind(1, out _), Is.True);
        Assert.That(header.TryFind(2, out _), Is.False);
        Assert.That(header.TryFind(66, out _), Is.False);
        Assert.That(ProxyProtocolVectors.TryFindInSsl(new ByteString([0x20, 0, 2, 1, 0]), 0x21, out _), Is.False);
        Assert.That(ProxyProtocolVectors.SslVerification(new ByteString([0x20, 0, 2, 1, 0])), Is.Null);
    }

    [Test]
    public void Parse_AnyPrefix_NeedsMore()
    {
        byte[][] whole = [Binary(0x21, 0x21, new byte[40]), "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"u8.ToArray()];
        foreach (var bytes in whole)
        {
            for (var length = 0; length < bytes.Length; length++)
                Assert.That(Parse(bytes[..length], out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.NeedMore), $"{length}");
        }
    }

    [TestCase("PROXX")]
    [TestCase("PROXY I")]
    [TestCase("PROXY TCP5")]
    [TestCase("PROXY TCP4\r")]
    [TestCase("PROXY UNKNOWM")]
    public void Parse_WhatCanBecomeNoHeader_IsRefusedAtOnce(string text) =>
        Assert.That(Parse(Encoding.ASCII.GetBytes(text), out _).Outcome, Is.EqualTo(ProxyProtocolOutcome.Invalid));

    [Test]
    public void Parse_Garbage_NeverThrows()
    {
        var random = new Random(1233);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Binary(0x21, (byte)(random.Next(4) << 4 | random.Next(3)), new byte[random.Next(60)]);
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));
            Assert.That(() =>
            {
                Parse(bytes[..random.Next(bytes.Length + 1)], out var header);
                header?.TryFind((byte)random.Next(256), out _);
            }, Throws.Nothing);
        }
    }

    private static byte[] Binary(byte command, byte family, byte[] payload) =>
        [.. Signature, command, family, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    private static (ProxyProtocolOutcome Outcome, int Consumed) Parse(byte[] bytes, out ProxyProtocolHeader? header) =>
        (ProxyProtocolParser.Parse(bytes, out header, out var consumed), consumed);
}
