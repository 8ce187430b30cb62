using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

public sealed class UriEscapeTests
{
    private const string Printable = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    [TestCase(EscapeKind.Uri, "%20!%22%23$%25&'()*+,-./:;%3C=%3E%3F@[%5C]%5E_%60%7B%7C%7D~")]
    [TestCase(EscapeKind.Args, "%20!%22%23$%25%26'()*%2B,-./:%3B%3C=%3E%3F@[%5C]%5E_%60%7B%7C%7D~")]
    [TestCase(EscapeKind.UriComponent, "%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~")]
    [TestCase(EscapeKind.Html, "%20!%22%23$%25&%27()*+,-./:;%3C=%3E?@[%5C]%5E_%60%7B%7C%7D~")]
    [TestCase(EscapeKind.Refresh, "%20!%22#$%&%27()*+,-./:;%3C=%3E?@[%5C]%5E_%60%7B%7C%7D~")]
    [TestCase(EscapeKind.Memcached, "%20!\"#$%25&'()*+,-./:;<=>?@[\\]^_`{|}~")]
    [TestCase(EscapeKind.FullUri, "%20!\"%23$%25&'()*+,-./:;<=>%3F@[\\]^_`{|}~")]
    public void Escape_EveryPrintableByte_AsItsKindWants(EscapeKind kind, string expected)
    {
        Assert.That(Escape(Printable, kind), Is.EqualTo(expected));
    }

    [TestCase(EscapeKind.Uri, "%00%0A%7F%E4")]
    [TestCase(EscapeKind.Args, "%00%0A%7F%E4")]
    [TestCase(EscapeKind.UriComponent, "%00%0A%7F%E4")]
    [TestCase(EscapeKind.FullUri, "%00%0A%7F%E4")]
    [TestCase(EscapeKind.Memcached, "%00%0A\x7F\xE4")]
    public void Escape_ControlAndOtherBytes_AsItsKindWants(EscapeKind kind, string expected)
    {
        Assert.That(Escape("\0\n\x7F\xE4", kind), Is.EqualTo(expected));
    }

    [TestCase("azAZ09", false)]
    [TestCase("", false)]
    [TestCase("a b", true)]
    public void IsNeeded_OnlyPlainBytes_IsFalse(string text, bool expected)
    {
        Assert.That(UriEscape.IsNeeded(Encoding.Latin1.GetBytes(text), EscapeKind.Uri), Is.EqualTo(expected));
    }

    [TestCase("b%20r56+7", "b r56 7")]
    [TestCase("%20 %41%zz%4%", "  A%zz%4%")]
    [TestCase("try %search%%20%again%", "try %search% %again%")]
    [TestCase("%e4%B8?%00", "\xE4\xB8?\0")]
    [TestCase("", "")]
    public void Unescape_Component_TakesPlusForSpaceAndLeavesBrokenEscapes(string text, string expected)
    {
        Assert.That(Unescape(text, UnescapeKind.Component), Is.EqualTo(expected));
    }

    [TestCase("a+b%2B?%3f%41", "a+b+??A")]
    [TestCase("%4", "%4")]
    public void Unescape_All_LeavesPlus(string text, string expected)
    {
        Assert.That(Unescape(text, UnescapeKind.All), Is.EqualTo(expected));
    }

    [TestCase("http://h/a%20b%41", "http://h/a%20bA")]
    [TestCase("/%25%41%7e%7f%e4%22%26", "/%25A~%7f%e4%22&")]
    [TestCase("/a%3fb%41", "/a?b%41")]
    [TestCase("/a?b%41", "/a?b%41")]
    public void Unescape_Redirect_StopsAtTheArgumentsAndKeepsWhatMustBeEscaped(string text, string expected)
    {
        Assert.That(Unescape(text, UnescapeKind.Redirect), Is.EqualTo(expected));
    }

    [Test]
    public void Unescape_InPlace_IsAllowed()
    {
        var bytes = "a%20b%20c?d"u8.ToArray();

        var length = UriEscape.Unescape(bytes, bytes, UnescapeKind.All);

        Assert.That(Encoding.ASCII.GetString(bytes, 0, length), Is.EqualTo("a b c?d"));
    }

    private static string Escape(string text, EscapeKind kind)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var destination = new byte[UriEscape.Length(bytes, kind)];
        Assert.That(UriEscape.Escape(bytes, destination, kind), Is.EqualTo(destination.Length));
        return Encoding.Latin1.GetString(destination);
    }

    private static string Unescape(string text, UnescapeKind kind)
    {
        var destination = new byte[text.Length];
        return Encoding.Latin1.GetString(destination, 0, UriEscape.Unescape(Encoding.Latin1.GetBytes(text), destination, kind));
    }
}
