using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Text;

namespace Engine.Core.Tests.Text;

public sealed class RegexTests
{
    [TestCase("b+", "abbc", 0, 1, new[] { 1, 3 })]
    [TestCase("(a)|(b)", "a", 0, 2, new[] { 0, 1, 0, 1, -1, -1 })]
    [TestCase("(a)|(b)", "b", 0, 3, new[] { 0, 1, -1, -1, 0, 1 })]
    [TestCase("(a)|b", "b", 0, 1, new[] { 0, 1, -1, -1 })]
    [TestCase("a", "aba", 1, 1, new[] { 2, 3 })]
    [TestCase("", "", 0, 1, new[] { 0, 0 })]
    [TestCase("$", "ab", 2, 1, new[] { 2, 2 })]
    [TestCase("^/(?<lang>[a-z]{2})/", "/de/x", 0, 2, new[] { 0, 4, 1, 3 })]
    public void Match_Found_GivesGroupsAndOffsets(string pattern, string subject, int start, int groups, int[] expected)
    {
        using var regex = Compile(pattern);
        var captures = new int[2 * (regex.CaptureCount + 1)];

        Assert.That(regex.Match(Encoding.Latin1.GetBytes(subject), start, captures), Is.EqualTo(groups));
        Assert.That(captures, Is.EqualTo(expected));
    }

    [Test]
    public void Match_NotFound_IsZeroAndLeavesTheCaptures()
    {
        using var regex = Compile("x(y)");
        var captures = new[] { 7, 7, 7, 7 };

        Assert.That(regex.Match("xz"u8, 0, captures), Is.Zero);
        Assert.That(captures, Is.All.EqualTo(7));
    }

    [Test]
    public void Match_RoomForLessThanAllGroups_FillsWhatFits()
    {
        using var regex = Compile("(a)(b)");
        var captures = new int[2];

        Assert.That(regex.Match("ab"u8, 0, captures), Is.EqualTo(3));
        Assert.That(captures, Is.EqualTo(new[] { 0, 2 }));
        Assert.That(regex.IsMatch("xab"u8), Is.True);
    }

    [Test]
    public void Match_ManyGroups_FindsAll()
    {
        using var regex = Compile(string.Concat(Enumerable.Repeat("(.)", 300)));
        var captures = new int[602];

        Assert.That(regex.Match(new byte[300].AsSpan(), 0, captures), Is.EqualTo(301));
        Assert.That(captures[^2..], Is.EqualTo(new[] { 299, 300 }));
    }

    [TestCase(3)]
    [TestCase(-1)]
    public void Match_StartOutsideTheSubject_IsAnError(int start)
    {
        using var regex = Compile("a");

        Assert.That(regex.Match("aa"u8, start, default), Is.EqualTo(-33));
    }

    [TestCase("A", "a", RegexFlags.CaseInsensitive, true)]
    [TestCase("A", "a", RegexFlags.None, false)]
    [TestCase("^b$", "a\nb\nc", RegexFlags.Multiline, true)]
    [TestCase("^b$", "a\nb\nc", RegexFlags.None, false)]
    [TestCase("a.b", "a\nb", RegexFlags.DotAll, true)]
    [TestCase("a.b", "a\nb", RegexFlags.None, false)]
    [TestCase("a b # c", "ab", RegexFlags.Extended, true)]
    [TestCase("b", "ab", RegexFlags.Anchored, false)]
    [TestCase("a$", "a\n", RegexFlags.None, true)]
    [TestCase("a$", "a\n", RegexFlags.DollarEndOnly, false)]
    [TestCase("^a\\u0062$", "ab", RegexFlags.JavascriptCompat, true)]
    [TestCase("^.$", "\xC3\xA4", RegexFlags.None, false)]
    [TestCase("^.$", "\xC3\xA4", RegexFlags.Utf, true)]
    [TestCase("^.$", "\xC3\xA4", RegexFlags.NoUtfCheck, true)]
    public void Match_Flag_ChangesTheMeaning(string pattern, string subject, RegexFlags flags, bool expected)
    {
        using var regex = Compile(pattern, flags);

        Assert.That(regex.IsMatch(Encoding.Latin1.GetBytes(subject)), Is.EqualTo(expected));
    }

    [Test]
    public void Match_Ungreedy_IsTheShortest()
    {
        using var regex = Compile("a+", RegexFlags.Ungreedy);
        var captures = new int[2];

        regex.Match("aaa"u8, 0, captures);

        Assert.That(captures, Is.EqualTo(new[] { 0, 1 }));
    }

    [Test]
    public void Match_Longest_PrefersTheLongerAlternative()
    {
        using var regex = Compile("(a)|ab|abc", RegexFlags.Longest);
        var captures = new int[2];

        Assert.That(regex.Match("xabcd"u8, 0, captures), Is.EqualTo(1));
        Assert.That(captures, Is.EqualTo(new[] { 1, 4 }));
        Assert.That(regex.Match("x"u8, 0, captures), Is.Zero);
        Assert.That(regex.CaptureCount, Is.Zero);
    }

    [Test]
    public void Match_LongestWithoutUtfCheck_FindsCharacters()
    {
        using var regex = Compile(".", RegexFlags.Longest | RegexFlags.NoUtfCheck);
        var captures = new int[2];

        Assert.That(regex.Match("\u4f60\u597d"u8, 0, captures), Is.EqualTo(1));
        Assert.That(captures, Is.EqualTo(new[] { 0, 3 }));
        Assert.That(regex.Match([0xFF], 0, captures), Is.Negative);
    }

    [Test]
    public void Match_InvalidUtf8_IsAnErrorOnlyWhenChecked()
    {
        using var strict = Compile("a", RegexFlags.Utf);
        using var lenient = Compile("a", RegexFlags.NoUtfCheck);

        Assert.That(strict.Match([0xFF, (byte)'a'], 0, default), Is.Negative);
        Assert.That(lenient.Match([0xFF, (byte)'a'], 0, default), Is.EqualTo(1));
    }

    [Test]
    public void Names_OfGroups_AreListedWithTheirIndex()
    {
        using var regex = Compile("(?<b>x)(y)(?<a>z)");
        using var duplicate = Compile("(?<a>x)|(?<a>y)", RegexFlags.DupNames);

        Assert.That(regex.CaptureCount, Is.EqualTo(3));
        Assert.That(regex.Names, Is.EqualTo(new[] { ("a", 3), ("b", 1) }));
        Assert.That(duplicate.Names, Is.EqualTo(new[] { ("a", 1), ("a", 2) }));
    }

    [TestCase("a(b", "pcre2_compile() failed: missing closing parenthesis in \"a(b\"", 3)]
    [TestCase("a)b", "pcre2_compile() failed: unmatched closing parenthesis in \"a)b\" at \")b\"", 1)]
    public void TryCompile_BadPattern_IsNginxsMessage(string pattern, string message, int offset)
    {
        Assert.That(Regex.TryCompile(ByteString.From(pattern), RegexFlags.None, out var regex, out var error, out var errorOffset), Is.False);
        Assert.That(regex, Is.Null);
        Assert.That((error, errorOffset), Is.EqualTo((message, offset)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Match_BacktrackingBeyondTheLimit_IsAnErrorAndNotAHang(bool useJit)
    {
        Regex.UseJit = useJit;
        try
        {
            using var regex = Compile("^(a+)+$");
            var subject = Encoding.Latin1.GetBytes(new string('a', 40) + "b");

            regex.MatchLimit = 1000;
            Assert.That(regex.Match(subject, 0, default), Is.EqualTo(-47));

            regex.MatchLimit = 0;
            Assert.That(regex.Match("aab"u8, 0, default), Is.Zero);
            Assert.That(regex.Match("aa"u8, 0, default), Is.EqualTo(2));
        }
        finally
        {
            Regex.UseJit = true;
        }
    }

    [Test]
    public void Match_DeepRecursion_HasMoreStackThanTheMachines()
    {
        using var regex = Compile("^(?:(?:a|b)(c)?)*$");

        Assert.That(regex.Match(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat("abc", 3000))), 0, default), Is.Positive);
    }

    [Test]
    public void Match_Repeated_AllocatesNothing()
    {
        using var regex = Compile("(b+)(c)?");
        Span<int> captures = stackalloc int[6];
        regex.Match("abbc"u8, 0, captures);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            regex.Match("abbc"u8, 0, captures);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Match_FromManyThreads_SharesThePattern()
    {
        using var regex = Compile("^(?<n>[0-9]+)-(.*)$");
        var failures = 0;

        Parallel.For(0, 10_000, i =>
        {
            Span<int> captures = stackalloc int[6];
            var subject = Encoding.ASCII.GetBytes($"{i}-x");
            if (regex.Match(subject, 0, captures) != 3 || captures[3] != i.ToString().Length)
                Interlocked.Increment(ref failures);
        });

        Assert.That(failures, Is.Zero);
    }

    private static Regex Compile(string pattern, RegexFlags flags = RegexFlags.None)
    {
        Assert.That(Regex.TryCompile(ByteString.From(pattern), flags, out var regex, out var error, out _), Is.True, error);
        return regex!;
    }
}
