using Engine.Core.Buffers;
using Engine.Core.Scripting;

namespace Engine.Core.Tests.Scripting;

/// <summary>Text of the configuration with variables and captures in it.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ComplexValueTests
{
    private static readonly ByteString Ada = ByteString.Copy("Ada"u8);

    private readonly ScriptBlock block = new(
        [
            new Variable<ScriptContext>("name", static _ => VariableValue.Of(Ada)),
            new Variable<ScriptContext>("nothing", static _ => VariableValue.NotFound),
        ],
        []);

    private ComplexValue? value;

    [TestCase("plain", "plain")]
    [TestCase("''", "")]
    [TestCase("$name", "Ada")]
    [TestCase("$NAME", "Ada")]
    [TestCase("${name}s", "Adas")]
    [TestCase("a${nothing}b", "ab")]
    [TestCase("<$name$name>", "<AdaAda>")]
    [TestCase("$1", "")]
    public void Evaluate_OfText_HasTheVariablesInIt(string text, string expected)
    {
        Compile(text);

        Assert.That(value!.Evaluate(block.Begin()).ToString(), Is.EqualTo(expected));
    }

    [TestCase("a$", "invalid variable name")]
    [TestCase("$-", "invalid variable name")]
    [TestCase("'${name'", "the closing bracket in \"name\" variable is missing")]
    public void Compile_OfABadName_IsRefused(string text, string expected)
    {
        block.With("value", use => ComplexValue.Compile(use[0], use));

        Assert.That(block.Refusal($"value {text};"), Does.StartWith(expected));
    }

    [Test]
    public void Evaluate_WithCaptureEscape_EscapesCapturesOnly()
    {
        CapturingRegex? regex = null;
        block.With("value", use =>
        {
            regex = CapturingRegex.Compile(ByteString.Copy("a(.)c"u8), ignoreCase: false, use);
            value = ComplexValue.Compile(use[0], use, static (_, capture) => ByteString.From($"[{capture}]"));
        });
        block.Load("value $name-$1;");
        var context = block.Begin();

        regex!.IsMatch(context, ByteString.Copy("xabc"u8));

        Assert.That(value!.Evaluate(context).ToString(), Is.EqualTo("Ada-[b]"));
    }

    [Test]
    public void Evaluate_OfAVariableThatEvaluatesAnotherValue_MixesNeither()
    {
        ComplexValue? inner = null;
        block.With("inner", use =>
        {
            inner = ComplexValue.Compile(use[0], use);
            block.Variables.Define(new Variable<ScriptContext>("inner", context => VariableValue.Of(inner.Evaluate(context))), use);
        });
        block.With("value", use => value = ComplexValue.Compile(use[0], use));
        block.Load("inner <$name$name>; value 1$inner-2$inner-3;");

        Assert.That(value!.Evaluate(block.Begin()).ToString(), Is.EqualTo("1<AdaAda>-2<AdaAda>-3"));
    }

    [Test]
    public void Evaluate_Warm_AllocatesNothing()
    {
        Compile("<$name$name>");
        var context = block.Begin();
        var allocated = 0L;
        for (var i = 0; i < 3; i++)
            allocated = AllocatedByEvaluation();

        Assert.That(allocated, Is.Zero);

        long AllocatedByEvaluation()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            value!.Evaluate(context);
            context.Reset(block.Variables);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private void Compile(string text)
    {
        block.With("value", use => value = ComplexValue.Compile(use[0], use));
        block.Load($"value {text};");
    }
}
