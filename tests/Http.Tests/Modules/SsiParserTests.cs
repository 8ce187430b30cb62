using System.Text;
using Engine.Http.Modules.Ssi;
using Engine.Testing;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SsiParserTests
{
    [TestCase("text", "text")]
    [TestCase("a<!--#echo var=\"x\" -->b", "a[echo var=x]b")]
    [TestCase("<!--# set\tvar = 'a' value=\"b \\\" --> c\"-->", "[set var=a value=b \\\" --> c]")]
    [TestCase("<<!--#else--><!-<!--<!--#endif-->", "<[else]<!-<!--[endif]")]
    [TestCase("a<!--#echo x-->b<!--#else-->", "a{invalid \"x\" parameter in \"echo\" SSI command}b[else]")]
    [TestCase("a<!--#echo", "a")]
    [TestCase("a<!--", "a<!--")]
    [TestCase("<!--#a b=\"c\"d --- -->e", "{unexpected \"d\" symbol after \"c\" value of \"b\" parameter in \"a\" SSI command}e")]
    public void Next_AnySegmentation_ReadsTheSame(string page, string expected)
    {
        foreach (var pieces in Segmentations.Of(Encoding.ASCII.GetBytes(page)))
            Assert.That(Read(pieces, 256), Is.EqualTo(expected), () => string.Join('|', pieces.Select(Encoding.ASCII.GetString)));
    }

    [Test]
    public void Next_ValueAtItsLimit_FitsAndOneMoreDoesNot()
    {
        Assert.That(Read(["<!--#a b=\"1234\"-->"u8.ToArray()], 4), Is.EqualTo("[a b=1234]"));
        Assert.That(Read(["<!--#a b=\"12345\"-->c"u8.ToArray()], 4), Is.EqualTo("{too long \"12345...\" value of \"b\" parameter in \"a\" SSI command}c"));
    }

    [Test]
    public void Next_ManyParameters_KeepsNoMoreThanItRefuses()
    {
        var page = "<!--#a" + string.Concat(Enumerable.Repeat(" b=\"c\"", 10_000)) + "-->";
        var parser = new SsiParser();
        parser.Reset(256);
        var position = 0;

        Assert.That(parser.Next(Encoding.ASCII.GetBytes(page), ref position, out _), Is.EqualTo(SsiToken.Command));
        Assert.That(parser.Command.Count, Is.EqualTo(SsiCommand.MaxParameters + 1));
    }

    private static string Read(byte[][] pieces, int valueLength)
    {
        var parser = new SsiParser();
        parser.Reset(valueLength);
        var result = new StringBuilder();
        foreach (var piece in pieces)
            ReadPiece(parser, piece, result);
        return result.Append(Encoding.ASCII.GetString(parser.Held.Span)).ToString();
    }

    private static void ReadPiece(SsiParser parser, byte[] piece, StringBuilder result)
    {
        SsiToken token;
        var position = 0;
        do
        {
            token = parser.Next(piece, ref position, out var text);
            result.Append(token switch
            {
                SsiToken.HeldText => Encoding.ASCII.GetString(parser.ReleasedText.Span),
                SsiToken.Command => Describe(parser.Command),
                SsiToken.Malformed => $"{{{parser.Fault}}}",
                _ => Encoding.ASCII.GetString(piece[text]),
            });
        }
        while (token != SsiToken.End);
    }

    private static string Describe(SsiCommand command) =>
        $"[{command.Name}{string.Concat(Enumerable.Range(0, command.Count).Select(i => $" {command.Key(i)}={command.Value(i)}"))}]";
}
