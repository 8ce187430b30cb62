using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Scripting.Geo;

namespace Engine.Core.Tests.Scripting;

/// <summary>geo: which line an address finds. The client of these contexts is 192.0.2.7.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class GeoTests
{
    private ByteString text = ByteString.Copy("192.0.2.7"u8);

    [TestCase("default d; 192.0.2.0/24 net; 192.0.2.7 host;", "host")]
    [TestCase("default d; 192.0.2.0/24 net; 192.0.2.8 host;", "net")]
    [TestCase("default d; 198.51.100.0/24 net;", "d")]
    [TestCase("198.51.100.0/24 net;", "")]
    [TestCase("192.0.2.0/24 net; delete 192.0.2.0/24;", "")]
    [TestCase("ranges; default d; 192.0.2.0-192.0.2.255 all; 192.0.2.7-192.0.2.9 some;", "some")]
    [TestCase("ranges; default d; 192.0.2.0-192.0.2.255 all; 192.0.2.0-192.0.2.255 again;", "again")]
    [TestCase("ranges; default d; 192.0.2.0-192.0.2.255 all; delete 192.0.2.0-192.0.2.255;", "d")]
    public void Find_OfTheClient_HasTheValueOfItsLine(string lines, string expected) =>
        Assert.That(Find($"geo $result {{ {lines} }}"), Is.EqualTo(expected));

    [TestCase("192.0.2.7", "host")]
    [TestCase("2001:db8::1", "six")]
    [TestCase("no address", "none")]
    public void Find_OfAVariable_HasTheValueOfItsLine(string address, string expected)
    {
        text = ByteString.From(address);

        Assert.That(Find("geo $text $result { default d; 192.0.2.7 host; 2001:db8::/32 six; 255.255.255.255 none; }"), Is.EqualTo(expected));
    }

    [TestCase("geo result { }", "invalid variable name \"result\"")]
    [TestCase("geo text $result { }", "invalid variable name \"text\"")]
    [TestCase("geo $result { a b; }", "invalid network \"a\"")]
    [TestCase("geo $result { 192.0.2.1; }", "invalid number of the geo parameters")]
    [TestCase("geo $result { proxy 192.0.2.1; }", "invalid network \"proxy\"")]
    [TestCase("geo $result { default a; ranges; }", "the \"ranges\" directive must be the first directive inside \"geo\" block")]
    [TestCase("geo $result { ranges; 192.0.2.9-192.0.2.1 a; }", "invalid range \"192.0.2.9-192.0.2.1\"")]
    public void Read_OfWhatCannotBe_SaysWhy(string lines, string expected) => Assert.That(Block().Refusal(lines), Does.StartWith(expected));

    private string Find(string lines)
    {
        var block = Block();
        block.Load(lines);
        return block.Begin().Get(block.Variables.Resolve("result")).Bytes.ToString();
    }

    private ScriptBlock Block() => new ScriptBlock([new Variable<ScriptContext>("text", _ => VariableValue.Of(text))], [])
        .With(GeoBlock.Row(ConfContext.Http, static use => new GeoLines(use), static (source, lines) => new GeoVariable(source, lines)));
}
