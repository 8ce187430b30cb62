using System.Text;
using Engine.Core.Text;

namespace Engine.Core.Tests.Text;

public sealed class WildcardNamesTests
{
    [TestCase("example.com", "exact")]
    [TestCase("a.example.com", "wild")]
    [TestCase("a.b.example.com", "wild")]
    [TestCase("x.deep.example.com", "deep")]
    [TestCase("deep.example.com", "wild")]
    [TestCase("dot.org", "dot")]
    [TestCase("x.dot.org", "dot")]
    [TestCase("xdot.org", null)]
    [TestCase("pre.x", "prefix")]
    [TestCase("pre.x.y", "prefix")]
    [TestCase("pre", null)]
    [TestCase("", null)]
    [TestCase(".", null)]
    public void TryFind_Name_ExactThenLongestWildcard(string name, string? expected)
    {
        var names = new WildcardNames<string>();
        names.Add("Example.com", "exact");
        names.Add("*.example.com", "wild");
        names.Add("*.deep.example.com", "deep");
        names.Add(".dot.org", "dot");
        names.Add("pre.*", "prefix");

        Assert.That(names.TryFind(Encoding.ASCII.GetBytes(name), out var found) ? found : null, Is.EqualTo(expected));
    }

    [TestCase("a.*.b")]
    [TestCase("*a")]
    [TestCase("a*")]
    [TestCase("*.a.*")]
    [TestCase("a..b")]
    [TestCase("*")]
    public void Add_WildcardInTheMiddle_IsInvalid(string name) =>
        Assert.That(new WildcardNames<string>().Add(name, ""), Is.EqualTo(NameAdded.Invalid));

    [TestCase("a.b", "A.B")]
    [TestCase(".a.b", "a.b")]
    [TestCase("a.b", ".a.b")]
    [TestCase("*.a", "*.a")]
    [TestCase("a.*", "a.*")]
    public void Add_SameNameTwice_IsConflicting(string first, string second)
    {
        var names = new WildcardNames<string>();
        Assert.That(names.Add(first, ""), Is.EqualTo(NameAdded.Ok));

        Assert.That(names.Add(second, ""), Is.EqualTo(NameAdded.Conflicting));
    }
}
