using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Scripting.SplitClients;

namespace Engine.Core.Tests.Scripting;

/// <summary>split_clients: shares of what hashes say.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SplitClientsTests
{
    private ByteString key;

    [TestCase("50% a; 50% b;")]
    [TestCase("50% a; * b;")]
    [TestCase("12.5% a; 37.5% a; * b;")]
    public void Find_ManyKeys_DividesThem(string lines)
    {
        var block = Block();
        block.Load($"split_clients $key $result {{ {lines} }}");
        var result = block.Variables.Resolve("result");

        var share = Enumerable.Range(0, 2000).Count(number => Find(block, result, $"client {number}") == "a");

        Assert.That(share, Is.InRange(900, 1100));
    }

    [Test]
    public void Find_OutsideAllShares_IsEmpty()
    {
        var block = Block();
        block.Load("split_clients $key $result { 0.01% a; }");

        Assert.That(Find(block, block.Variables.Resolve("result"), "somebody"), Is.Empty);
    }

    [TestCase("split_clients $key result { }", "invalid variable name \"result\"")]
    [TestCase("split_clients $key $result { 10% a b; }", "invalid number of the split_clients parameters")]
    [TestCase("split_clients $key $result { 10 a; }", "invalid percent value \"10\"")]
    [TestCase("split_clients $key $result { 0.001% a; }", "invalid percent value \"0.001%\"")]
    [TestCase("split_clients $key $result { 60% a; 50% b; }", "percent total is greater than 100%")]
    public void Read_OfWhatCannotBe_SaysWhy(string lines, string expected) => Assert.That(Block().Refusal(lines), Does.StartWith(expected));

    private string Find(ScriptBlock block, VariableSlot result, string subject)
    {
        key = ByteString.From(subject);
        return block.Begin().Get(result).Bytes.ToString();
    }

    private ScriptBlock Block() =>
        new ScriptBlock([new Variable<ScriptContext>("key", _ => VariableValue.Of(key))], []).With(SplitClientsBlock.Row(ConfContext.Http));
}
