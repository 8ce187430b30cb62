using System.Text;
using Engine.Core.Buffers;
using Engine.Stream.Modules.SslPreread;

namespace Engine.Stream.Tests.Modules.SslPreread;

/// <summary>ClientHellos as they come, whole, in pieces, and damaged.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SslPrereadStateTests
{
    [Test]
    public void Read_DotnetsClientHello_TellsNameProtocolsAndVersion()
    {
        var (outcome, state) = Read(ClientHellos.OfDotnet("www.example.com", "h2", "http/1.1"));

        Assert.That(outcome, Is.EqualTo(PrereadOutcome.Done));
        Assert.That(state.ServerName.ToString(), Is.EqualTo("www.example.com"));
        Assert.That(state.Protocols.ToString(), Is.EqualTo("h2,http/1.1"));
        Assert.That(state.Version, Is.EqualTo(0x0304));
    }

    [Test]
    public void Read_EachPrefix_WaitsForMore()
    {
        var hello = ClientHellos.OfDotnet("www.example.com", "h2");
        for (var length = 0; length < hello.Length; length++)
            Assert.That(Read(hello.AsSpan(0, length)).Outcome, Is.EqualTo(PrereadOutcome.NeedMore), $"{length}");
    }

    /// <summary>All records of one octet, all of two, …: RFC 8446 section 5.1 allows it, and filters are passed by with it.</summary>
    [Test]
    public void Read_MessageOverSeveralRecords_IsOne()
    {
        var message = ClientHellos.Message(0x0303, ClientHellos.ServerName("split.example"), ClientHellos.Alpn("h2", "x"));
        for (var size = 1; size <= message.Length; size++)
        {
            var records = message.Chunk(size).SelectMany(static fragment => ClientHellos.Record(fragment)).ToArray();
            var (outcome, state) = Read(records);
            Assert.That((outcome, state.ServerName.ToString(), state.Protocols.ToString()), Is.EqualTo((PrereadOutcome.Done, "split.example", "h2,x")), $"{size}");
            Assert.That(ReadInPieces(records, 1).State.ServerName.ToString(), Is.EqualTo("split.example"), $"{size}");
        }
    }

    [Test]
    public void Read_LongProtocolNames_AreJoined()
    {
        var longest = new string('p', 255);
        var (_, state) = Read(ClientHellos.Of(0x0303, ClientHellos.Alpn(longest, "a", longest)));

        Assert.That(state.Protocols.ToString(), Is.EqualTo($"{longest},a,{longest}"));
    }

    [TestCase(0x0303, 0x0304, 0x0304)]
    [TestCase(0x0303, 0x1A1A, 0x0303)]
    [TestCase(0x0303, 0x7F1C, 0x0304)]
    [TestCase(0x0303, 0x0302, 0x0303)]
    [TestCase(0x0303, 0xFFFF, 0x0303)]
    public void Read_SupportedVersions_TheNewestKnownOneCounts(int legacy, int offered, int version) =>
        Assert.That(Read(ClientHellos.Of((ushort)legacy, ClientHellos.SupportedVersions((ushort)offered))).State.Version, Is.EqualTo(version));

    [Test]
    public void Read_ExtensionLongerThanTheRest_IsReadAsFarAsItGoes() =>
        Assert.That(Read(ClientHellos.Of(0x0303, [0, 43, 0, 7, 2, 3, 4])).State.Version, Is.EqualTo(0x0304));

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("\u0016\u0002\u0001\u0000\u0001\u0001")]
    [TestCase("\u0016\u0003\u0001\u0000\u0000")]
    [TestCase("\u0016\u0003\u0001\u0000\u0001\u0002")]
    [TestCase("\u0017\u0003\u0003\u0000\u0005hello")]
    public void Read_NoClientHello_IsNoTls(string bytes) =>
        Assert.That(Read(Encoding.Latin1.GetBytes(bytes)).Outcome, Is.EqualTo(PrereadOutcome.NotTls));

    [Test]
    public void Read_LengthsThatDoNotFit_AreNoTls()
    {
        byte[][] extensions =
        [
            [.. ClientHellos.ServerName("a"), .. ClientHellos.ServerName("b")],
            ClientHellos.Extension(0, [0, 9, 0, 0, 1, (byte)'a']),
            ClientHellos.Extension(0, [0, 4, 0, 0, 2, (byte)'a']),
            ClientHellos.Extension(0, [0, 4, 0, 0, 1, (byte)'a', 0]),
            ClientHellos.Extension(16, [0, 3, 5, (byte)'h', (byte)'2']),
            ClientHellos.Extension(16, [0, 1, 0]),
            ClientHellos.Extension(43, [3, 3, 3]),
            [0, 0, 0xFF, 0xFF],
            [0],
        ];
        foreach (var extension in extensions)
            Assert.That(Read(ClientHellos.Of(0x0303, extension)).Outcome, Is.EqualTo(PrereadOutcome.NotTls), Convert.ToHexString(extension));
    }

    [Test]
    public void Read_WithoutExtensions_IsAClientHelloOfOldTimes()
    {
        byte[] body = [3, 1, .. new byte[32], 0, 0, 2, 0, 5, 1, 0];
        var (outcome, state) = Read(ClientHellos.Record([1, 0, .. ClientHellos.Vector16(body)]));

        Assert.That((outcome, state.Version, state.ServerName.IsEmpty), Is.EqualTo((PrereadOutcome.Done, 0x0301, true)));
    }

    /// <summary>Whatever a client sends: nothing throws, and it makes no difference in which pieces it comes.</summary>
    [Test]
    public void Read_DamagedClientHellos_SaysTheSameHoweverTheyCome()
    {
        byte[][] hellos =
        [
            ClientHellos.OfDotnet("www.example.com", "h2", "http/1.1"),
            ClientHellos.Of(0x0303, ClientHellos.SupportedVersions(0x0304, 0x0303), ClientHellos.Alpn("h2"), ClientHellos.ServerName("a.example")),
            [.. ClientHellos.Message(0x0303, ClientHellos.ServerName("b.example")).Chunk(20).SelectMany(static part => ClientHellos.Record(part))],
        ];
        var random = new Random(20_26);
        for (var round = 0; round < 30_000; round++)
        {
            var bytes = Damage([.. hellos[round % hellos.Length]], random);
            var (outcome, state) = Read(bytes);
            var (again, pieces) = ReadInPieces(bytes, 1 + random.Next(9));
            Assert.That(again, Is.EqualTo(outcome), Convert.ToHexString(bytes));
            if (outcome == PrereadOutcome.Done)
                Assert.That((pieces.Version, pieces.ServerName.ToString()), Is.EqualTo((state.Version, state.ServerName.ToString())));
        }
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        for (var count = 1 + random.Next(4); count > 0 && bytes.Length > 0; count--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(5) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. bytes[Math.Min(at + random.Next(4), bytes.Length)..]],
                2 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                3 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
                _ => [.. bytes[..at], random.Next(2) == 0 ? (byte)0xFF : (byte)0, .. bytes[(at + 1)..]],
            };
        }

        return bytes;
    }

    private static (PrereadOutcome Outcome, SslPrereadState State) Read(ReadOnlySpan<byte> bytes)
    {
        var state = new SslPrereadState();
        return (state.Read(bytes, new ByteArena()), state);
    }

    private static (PrereadOutcome Outcome, SslPrereadState State) ReadInPieces(ReadOnlySpan<byte> bytes, int size)
    {
        var state = new SslPrereadState();
        var arena = new ByteArena();
        var outcome = PrereadOutcome.NeedMore;
        for (var length = 0; outcome == PrereadOutcome.NeedMore && length < bytes.Length;)
        {
            length = Math.Min(length + size, bytes.Length);
            outcome = state.Read(bytes[..length], arena);
        }

        return (outcome, state);
    }
}
