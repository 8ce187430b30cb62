namespace Engine.Core.Tests.Conf;

/// <summary>How words are split and unescaped; each case was checked against nginx 1.22.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ConfLexerTests
{
    [TestCase("word;", "word")]
    [TestCase("word a b;", "word[a][b]")]
    [TestCase("word\ta\r\n\n  b ;", "word[a][b]")]
    [TestCase("word \"a b\" 'c d';", "word[a b][c d]")]
    [TestCase("word \"\" '';", "word[][]")]
    [TestCase("'word' a; \"word\" b;", "word[a] word[b]")]
    [TestCase("word a;word b;", "word[a] word[b]")]
    [TestCase("word a# b;", "word[a#][b]")]
    [TestCase("# word a;\nword b; # more\n", "word[b]")]
    [TestCase("word a}; ", "word[a}]")]
    [TestCase("word a\"b\" 'c\"d';", "word[a\"b\"][c\"d]")]
    public void Words_Separated_AreSplit(string conf, string expected) => Assert.That(Read(conf).Seen, Is.EqualTo(expected));

    [TestCase(@"word ""a\""b"" 'a\'b';", "word[a\"b][a'b]")]
    [TestCase(@"word a\""b a\'b;", "word[a\"b][a'b]")]
    [TestCase(@"word ""a\\b"" a\\b;", @"word[a\b][a\b]")]
    [TestCase(@"word ""a\tb\nc\rd"";", "word[a\tb\nc\rd]")]
    [TestCase(@"word ^\.(?:\d+)\w$ ""\.\d"";", @"word[^\.(?:\d+)\w$][\.\d]")]
    [TestCase(@"word a\;b a\{b;", @"word[a\;b][a\{b]")]
    [TestCase(@"word a\ b;", @"word[a\ b]")]
    [TestCase(@"word \\;", @"word[\]")]
    public void Backslash_BeforeACharacter_EscapesAsInNginx(string conf, string expected) => Assert.That(Read(conf).Seen, Is.EqualTo(expected));

    [TestCase("word ${a}b;", "word[${a}b]")]
    [TestCase("word \"${a}{b}\";", "word[${a}{b}]")]
    [TestCase("word $a$b;", "word[$a$b]")]
    [TestCase("word ${{a}};", "word[${{a}}]")]
    public void Dollar_BeforeABrace_OpensNoBlock(string conf, string expected) => Assert.That(Read(conf).Seen, Is.EqualTo(expected));

    [TestCase("word (\"a\")b;", "word[(\"a\")b]")]
    [TestCase("word \"a\")b;", "word[a][)b]")]
    [TestCase("word \"a\") ;", "word[a][)]")]
    public void Parenthesis_BehindAQuote_BeginsAWord(string conf, string expected) => Assert.That(Read(conf).Seen, Is.EqualTo(expected));

    [TestCase("block{word a;}", "block { word[a] }")]
    [TestCase("block a{word a;}word b;", "block[a] { word[a] } word[b]")]
    [TestCase("block \"a\"{}", "block[a] { }")]
    [TestCase("block { block { } } ", "block { block { } }")]
    public void Braces_AroundDirectives_MakeABlock(string conf, string expected) => Assert.That(Read(conf).Seen, Is.EqualTo(expected));

    [Test]
    public void Bytes_OfAnyKind_SurviveAsTheyAre()
    {
        var every = string.Concat(Enumerable.Range(1, 255).Select(static value => (char)value).Where(static c => c is not ('\'' or '\\')));

        var module = Read($"word '{every}';");

        Assert.That(module.Arguments[0], Is.EqualTo(System.Text.Encoding.Latin1.GetBytes(every)));
    }

    [Test]
    public void Bytes_ThatAreUtf8_ReadAsText()
    {
        var utf8 = System.Text.Encoding.Latin1.GetString("größe 日本 😀"u8);

        var module = Read($"word '{utf8}';");

        Assert.That(module.Seen, Is.EqualTo("word[größe 日本 😀]"));
        Assert.That(module.Arguments[0], Is.EqualTo("größe 日本 😀"u8.ToArray()));
    }

    private static TreeModule Read(string conf)
    {
        var module = new TreeModule();
        using var folder = new ConfFolder(conf + "\nevents {}").With(module);
        folder.Load();
        return module;
    }
}
