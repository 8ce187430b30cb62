using System.Text;
using Engine.Mail.Modules.Imap;
using Engine.Mail.Protocols;
using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Imap;

public sealed class ImapParserTests
{
    [TestCase("t1 LOGIN ada secret\r\n", "Login t1 | ada|secret")]
    [TestCase("t1 login \"a d\\\"a\" {4}\r\n\r\nxy\r\n", "Login t1 | a d\\\"a|\r\nxy")]
    [TestCase("t1 LOGIN {3+}\r\nada {0+}\r\n\n", "Login t1 | ada|")]
    [TestCase("t1 NOOP\n", "Noop t1 | ")]
    [TestCase("t1 LOGIN {3}{3}\r\nb\r\n", "invalid 17")]
    [TestCase("t1 LOGIN a b c d\r\n", "invalid 18")]
    [TestCase("t1 FOO {3+}\r\n", "invalid 13 lost")]
    [TestCase("t/1 NOOP\r\n", "invalid 10")]
    public void Advance_CommandCutAnywhere_ReadsTheSame(string command, string expected)
    {
        foreach (var parts in Segmentations.Of(Encoding.Latin1.GetBytes(command)))
            Assert.That(Read(parts), Is.EqualTo(expected), string.Join('|', parts.Select(Encoding.Latin1.GetString)));
    }

    [Test]
    public void Advance_LiteralThatWaits_Prompts()
    {
        var parser = new ImapParser();
        parser.Begin(isContinuation: false);

        Assert.That(parser.Advance("a LOGIN {3}\r\n"u8), Is.EqualTo(ParseOutcome.Prompt));
        Assert.That(parser.Advance("a LOGIN {3}\r\nada {1}\r\n"u8), Is.EqualTo(ParseOutcome.Prompt));
        Assert.That(parser.Advance("a LOGIN {3}\r\nada {1}\r\nx\r\nb"u8), Is.EqualTo(ParseOutcome.Done));
        Assert.That(parser.Position, Is.EqualTo(25));
    }

    private static string Read(byte[][] parts)
    {
        var parser = new ImapParser();
        parser.Begin(isContinuation: false);
        var received = Array.Empty<byte>();
        foreach (var part in parts)
        {
            received = [.. received, .. part];
            var outcome = parser.Advance(received);
            while (outcome == ParseOutcome.Prompt)
                outcome = parser.Advance(received);
            if (outcome == ParseOutcome.Invalid)
                return $"invalid {parser.Position}{(parser.LosesTrack ? " lost" : "")}";
            if (outcome == ParseOutcome.Done)
                return $"{parser.Command} {Text(received.AsSpan(0, parser.TagLength))}| {string.Join('|', Words(parser, received))}";
        }

        return "more";
    }

    private static IEnumerable<string> Words(ImapParser parser, byte[] bytes)
    {
        for (var i = 0; i < parser.Words.Count; i++)
            yield return Text(parser.Words.Of(bytes, i));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
