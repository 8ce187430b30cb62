using System.Text;
using Engine.Mail.Modules.Pop3;
using Engine.Mail.Modules.Smtp;
using Engine.Mail.Protocols;
using Engine.Testing;

namespace Engine.Mail.Tests.Protocols;

public sealed class LineParserTests
{
    [TestCase("MAIL FROM:<a@b>  SIZE=1 \r\n", "Mail FROM:<a@b>|SIZE=1 [MAIL FROM:<a@b>  SIZE=1]")]
    [TestCase("mail a b c d e f g h i j k\n", "Mail a|b|c|d|e|f|g|h|i|j|k [mail a b c d e f g h i j k]")]
    [TestCase("MAIL a b c d e f g h i j k l\r\n", "invalid 30")]
    [TestCase("QUIT\r\n", "Quit  [QUIT]")]
    [TestCase("QUIT\rX\r\n", "invalid 8")]
    [TestCase(" QUIT\r\n", "invalid 7")]
    [TestCase("QU1T\r\n", "invalid 6")]
    [TestCase("\n", "invalid 1")]
    public void Advance_SmtpCommandCutAnywhere_ReadsTheSame(string command, string expected)
    {
        foreach (var parts in Segmentations.Of(Encoding.Latin1.GetBytes(command)))
            Assert.That(Read(new LineParser(SmtpGrammar.Instance), parts, static number => $"{(SmtpCommand)number}"), Is.EqualTo(expected));
    }

    [TestCase("USER  a b \r\n", "User a b  [USER  a b ]")]
    [TestCase("apop a b \r\n", "Apop a|b [apop a b]")]
    public void Advance_Pop3NameWithSpaces_IsOneWord(string command, string expected)
    {
        foreach (var parts in Segmentations.Of(Encoding.Latin1.GetBytes(command)))
            Assert.That(Read(new LineParser(Pop3Grammar.Instance), parts, static number => $"{(Pop3Command)number}"), Is.EqualTo(expected));
    }

    private static string Read(LineParser parser, byte[][] parts, Func<int, string> name)
    {
        parser.Begin(isContinuation: false);
        var received = Array.Empty<byte>();
        foreach (var part in parts)
        {
            received = [.. received, .. part];
            switch (parser.Advance(received))
            {
                case ParseOutcome.Invalid:
                    return $"invalid {parser.Position}";
                case ParseOutcome.Done:
                    return $"{name(parser.Command)} {string.Join('|', Words(parser, received))} [{Encoding.Latin1.GetString(received, 0, parser.TextEnd)}]";
            }
        }

        return "more";
    }

    private static IEnumerable<string> Words(LineParser parser, byte[] bytes)
    {
        for (var i = 0; i < parser.Words.Count; i++)
            yield return Encoding.Latin1.GetString(parser.Words.Of(bytes, i));
    }
}
