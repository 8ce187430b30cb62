using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

public sealed class RequestTargetTests
{
    [TestCase("", "/")]
    [TestCase("/", "/")]
    [TestCase("/a/b", "/a/b")]
    [TestCase("/%61%2F%62", "/a/b")]
    [TestCase("/a/./b", "/a/b")]
    [TestCase("/a/.", "/a/")]
    [TestCase("/.", "/")]
    [TestCase("/./", "/")]
    [TestCase("/a/..", "/")]
    [TestCase("/a/../", "/")]
    [TestCase("/a/b/../c", "/a/c")]
    [TestCase("/a/./b/../../c", "/c")]
    [TestCase("/a/%2e%2E/b", "/b")]
    [TestCase("/a/.%2e", "/")]
    [TestCase("/a%2e%2e/b", "/a../b")]
    [TestCase("/a/.../b", "/a/.../b")]
    [TestCase("/a/..b/.c/d.", "/a/..b/.c/d.")]
    [TestCase("/a//b///c//", "/a/b/c/")]
    [TestCase("//a", "/a")]
    [TestCase("/a%2f%2fb", "/a/b")]
    [TestCase("/a//../b", "/b")]
    [TestCase("/x/%2f%2e%2e%2f", "/")]
    [TestCase("/%23%3f%25x", "/#?%x")]
    [TestCase("/%252e%252e/x", "/%2e%2e/x")]
    [TestCase("/a/.%3f", "/a/.?")]
    [TestCase("/a/..%23/x", "/a/..#/x")]
    [TestCase("/a#b/../..", "/a")]
    [TestCase("/a/..#", "/")]
    [TestCase("/a?b", "/a")]
    [TestCase("/a+b;c", "/a+b;c")]
    [TestCase("/\xE4%c3%a4%c0%af", "/\xE4\xC3\xA4\xC0\xAF")]
    [TestCase("/a%0d%0ab", "/a\r\nb")]
    [TestCase("/a\\..\\b", "/a\\..\\b")]
    public void TryNormalize_SlashesMerged_IsNginxsUri(string path, string expected)
    {
        Assert.That(Normalize(path, mergeSlashes: true), Is.EqualTo(expected));
    }

    [TestCase("//", "//")]
    [TestCase("/a//b", "/a//b")]
    [TestCase("/a%2f/b", "/a//b")]
    [TestCase("/a//../b", "/a/b")]
    [TestCase("/a/.//b", "/a//b")]
    [TestCase("/a/b//../../c", "/a/c")]
    [TestCase("//..", "/")]
    public void TryNormalize_SlashesNotMerged_AreSegments(string path, string expected)
    {
        Assert.That(Normalize(path, mergeSlashes: false), Is.EqualTo(expected));
    }

    [TestCase("/..")]
    [TestCase("/../a")]
    [TestCase("/a/../..")]
    [TestCase("/a/%2e./%2e%2e/b")]
    [TestCase("/a/..%2f../")]
    [TestCase("//../")]
    [TestCase("/%00")]
    [TestCase("/a\0")]
    [TestCase("/%")]
    [TestCase("/a%4")]
    [TestCase("/a%4g")]
    [TestCase("/a%g4")]
    [TestCase("/a%%41")]
    [TestCase("a")]
    [TestCase("%2fa")]
    public void TryNormalize_UnsafeOrBrokenPath_IsRefused(string path)
    {
        Assert.That(Normalize(path, mergeSlashes: true), Is.Null);
    }

    [TestCase("/i/a%20b?c%20d", "/i/a b", "c%20d")]
    [TestCase("/i/a%3fb?c?d", "/i/a?b", "c?d")]
    [TestCase("/i//./..a/b", "/i//./..a/b", "")]
    [TestCase("/i/a+b", "/i/a+b", "")]
    [TestCase("/i/%252e%252e/x", "/i/%2e%2e/x", "")]
    [TestCase("/i?", "/i", "")]
    [TestCase("i", "i", "")]
    public void TryParseInternal_SafeTarget_IsDecodedOnce(string target, string path, string arguments)
    {
        var bytes = Encoding.Latin1.GetBytes(target);
        var destination = new byte[bytes.Length];

        Assert.That(RequestTarget.TryParseInternal(bytes, destination, out var length, out var parsed), Is.True);
        Assert.That(Encoding.Latin1.GetString(destination, 0, length), Is.EqualTo(path));
        Assert.That(Encoding.Latin1.GetString(parsed.Of(bytes)), Is.EqualTo(arguments));
    }

    [TestCase("")]
    [TestCase("?x")]
    [TestCase("..")]
    [TestCase("../i")]
    [TestCase("/i/..")]
    [TestCase("/i/../x")]
    [TestCase("/i/%2e%2e/x")]
    [TestCase("/i/a%2f..%2fb")]
    [TestCase("/i/%00")]
    [TestCase("/i/\0")]
    public void TryParseInternal_UnsafeTarget_IsRefused(string target)
    {
        Assert.That(RequestTarget.TryParseInternal(Encoding.Latin1.GetBytes(target), new byte[target.Length], out _, out _), Is.False);
    }

    private static string? Normalize(string path, bool mergeSlashes)
    {
        var destination = new byte[Math.Max(1, path.Length)];
        return RequestTarget.TryNormalize(Encoding.Latin1.GetBytes(path), mergeSlashes, destination, out var length)
            ? Encoding.Latin1.GetString(destination, 0, length)
            : null;
    }
}
