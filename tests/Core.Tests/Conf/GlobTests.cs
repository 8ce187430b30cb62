using Engine.Core.Conf;

namespace Engine.Core.Tests.Conf;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class GlobTests
{
    [TestCase("*", "a.conf b.conf c.txt sub")]
    [TestCase("*.conf", "a.conf b.conf")]
    [TestCase("?.conf", "a.conf b.conf")]
    [TestCase("[ac].*", "a.conf c.txt")]
    [TestCase("[!a].conf", "b.conf")]
    [TestCase("[a-b].conf", "a.conf b.conf")]
    [TestCase(".*f", ".d.conf")]
    [TestCase("*/x", "sub/x")]
    [TestCase("s*/*", "sub/x sub/y")]
    [TestCase("*.none", "")]
    [TestCase("none/*", "")]
    [TestCase("(a|b).conf*", "")]
    public void Pattern_OfFiles_FindsThemSorted(string pattern, string expected)
    {
        using var folder = new ConfFolder("");
        foreach (var name in (string[])["b.conf", "a.conf", "c.txt", ".d.conf", "sub/y", "sub/x"])
            folder.Write("g/" + name, "");

        var found = Glob.Expand(folder.PathOf("g/" + pattern)).Select(path => Path.GetRelativePath(folder.PathOf("g"), path));

        Assert.That(string.Join(' ', found), Is.EqualTo(expected));
    }
}
