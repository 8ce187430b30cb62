using Engine.Core.Buffers;
using Engine.Core.Scripting;

namespace Engine.Core.Tests.Scripting;

/// <summary>What a match leaves behind.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CapturingRegexTests
{
    private readonly ScriptBlock block = new([], []);
    private CapturingRegex? regex;
    private ScriptBlock.TestContext context = null!;

    [TestCase("xabcx", "abc|b||")]
    [TestCase("xac", "ac|||")]
    public void IsMatch_ThatSucceeds_LeavesItsGroups(string subject, string expected)
    {
        Compile("a(b)?c");

        var matched = regex!.IsMatch(context, ByteString.From(subject));

        Assert.That((matched, Captures()), Is.EqualTo((true, expected)));
    }

    [Test]
    public void IsMatch_ThatFails_LeavesTheOnesBefore()
    {
        Compile("a(b)c");
        regex!.IsMatch(context, ByteString.Copy("abc"u8));

        var matched = regex.IsMatch(context, ByteString.Copy("axc"u8));

        Assert.That((matched, Captures()), Is.EqualTo((false, "abc|b||")));
    }

    [Test]
    public void IsMatch_WithNamedGroups_SetsTheirVariables()
    {
        Compile("(?<first>a+)(?<second>b*)");

        regex!.IsMatch(context, ByteString.Copy("xaaby"u8));

        block.Variables.TryGet(context, ByteString.Copy("first"u8), out var first);
        block.Variables.TryGet(context, ByteString.Copy("second"u8), out var second);
        Assert.That((first.Bytes.ToString(), second.Bytes.ToString()), Is.EqualTo(("aa", "b")));
    }

    [Test]
    public void TrySplit_LeavesNothing()
    {
        Compile("^(.)(.*)$");

        regex!.TrySplit(context, ByteString.Copy("abc"u8), out var first, out var second);

        Assert.That((first.ToString(), second.ToString(), context.Captures.Count), Is.EqualTo(("a", "bc", 0)));
    }

    private void Compile(string pattern)
    {
        block.With("pattern", use => regex = CapturingRegex.Compile(ByteString.From(pattern), ignoreCase: false, use));
        block.Load("pattern;");
        context = block.Begin();
    }

    private string Captures() => string.Join('|', Enumerable.Range(0, 4).Select(index => context.Captures[index].ToString()));
}
