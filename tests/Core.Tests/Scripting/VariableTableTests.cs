using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Core.Tests.Scripting;

/// <summary>Variables: what defines them, and when they are computed.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class VariableTableTests
{
    private readonly ScriptBlock block = new(
        [
            new Variable<ScriptBlock.TestContext>("once", Count) { IsCacheable = true },
            new Variable<ScriptBlock.TestContext>("always", Count),
            new Variable<ScriptBlock.TestContext>("taking", Count, static (context, value) => context.Counter = value.Length),
        ],
        [new VariablePrefix<ScriptContext>("of_", static (_, suffix) => VariableValue.Of(suffix), isCacheable: true)]);

    private readonly Dictionary<string, VariableSlot> slots = [];

    [TestCase("once", "1 1")]
    [TestCase("always", "1 2")]
    public void Get_Twice_ComputesAsOftenAsItIsCacheable(string name, string expected)
    {
        Load($"mention {name};");
        var context = block.Begin();

        var first = Text(context, name);

        Assert.That($"{first} {Text(context, name)}", Is.EqualTo(expected));
    }

    [Test]
    public void Peek_OfAVariableNotYetComputed_RemembersNothing()
    {
        Load("mention once;");
        var context = block.Begin();

        context.Peek(slots["once"]);

        Assert.That(Text(context, "once"), Is.EqualTo("2"));
    }

    [Test]
    public void Set_OfAVariableThatTakesValues_GoesToItsSetter()
    {
        Load("mention taking;");
        var context = block.Begin();

        context.Set(slots["taking"], ByteString.Copy("12345"u8));

        Assert.That(Text(context, "taking"), Is.EqualTo("6"));
    }

    [Test]
    public void Get_OfAFamily_KnowsTheSuffix()
    {
        Load("mention of_this;");

        Assert.That(Text(block.Begin(), "of_this"), Is.EqualTo("this"));
    }

    [Test]
    public void Set_OfASettableMemberOfAFamily_HidesTheFamily()
    {
        Load("settable of_this;");
        var context = block.Begin();
        var before = Text(context, "of_this");

        context.Set(slots["of_this"], ByteString.Copy("mine"u8));

        Assert.That((before, Text(context, "of_this")), Is.EqualTo(("this", "mine")));
    }

    [Test]
    public void TryGet_ByNameKnownLater_FindsBoundOnesAndFamilies()
    {
        Load("");
        var context = block.Begin();

        var found = new[] { "once", "of_x", "none" }.Select(name => block.Variables.TryGet(context, ByteString.From(name), out var value) ? value.Bytes.ToString() : null);

        Assert.That(found, Is.EqualTo(new[] { "1", "x", null }));
    }

    [Test]
    public void Bind_WithAMentionOfNothing_IsRefused()
    {
        block.With("mention", use => block.Variables.Resolve(use[0]));

        Assert.That(() => block.Load("mention none;"), Throws.TypeOf<ConfException>().With.Message.EqualTo("unknown \"none\" variable"));
    }

    [Test]
    public void Define_OfABuiltInName_IsRefused()
    {
        block.With("define", use => block.Variables.Define(new Variable<ScriptContext>("once", static _ => default), use));

        Assert.That(block.Refusal("define;"), Does.StartWith("the duplicate \"once\" variable"));
    }

    [Test]
    public void Values_SharedAndCopied_AreTheOthers()
    {
        Load("settable v;");
        ScriptBlock.TestContext parent = block.Begin(), sharing = block.Begin(), copying = block.Begin();
        parent.Set(slots["v"], ByteString.Copy("a"u8));
        copying.Copy(parent);
        sharing.Share(parent);

        sharing.Set(slots["v"], ByteString.Copy("b"u8));

        Assert.That((Text(parent, "v"), Text(copying, "v")), Is.EqualTo(("b", "a")));
    }

    [Test]
    public void Values_AfterTheEnd_AreForgotten()
    {
        Load("settable v;");
        var context = block.Begin();
        context.Set(slots["v"], ByteString.Copy("a"u8));

        context.Reset(block.Variables);

        Assert.That(context.Get(slots["v"]).IsFound, Is.False);
    }

    private void Load(string lines)
    {
        block.With("mention", use => slots[use[0]] = block.Variables.Resolve(use[0]));
        block.With("settable", use => slots[use[0]] = block.Variables.DefineSettable(use[0], use));
        block.Load(lines);
    }

    private string Text(ScriptContext context, string name) => context.Get(slots[name]).Bytes.ToString();

    private static VariableValue Count(ScriptBlock.TestContext context) => VariableValue.Of(ByteString.From((++context.Counter).ToString()));
}
