using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Scripting.Map;

namespace Engine.Core.Tests.Scripting;

/// <summary>map: which line a value finds, and what its own value is.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MapTests
{
    private ByteString key;

    [TestCase("a x; b y;", "b", "y")]
    [TestCase("a x; b y;", "B", "y")]
    [TestCase("a x; default d;", "c", "d")]
    [TestCase("a x;", "c", "")]
    [TestCase("a <$key>;", "A", "<A>")]
    [TestCase(@"\default x; default d;", "default", "x")]
    [TestCase(@"\~a x;", "~a", "x")]
    [TestCase("~^a(.)c$ '[$1]'; abc exact;", "abc", "exact")]
    [TestCase("~^a(.)c$ '[$1]'; abc exact;", "axc", "[x]")]
    [TestCase("~^A x; default d;", "ab", "d")]
    [TestCase("~*^A x; default d;", "ab", "x")]
    [TestCase("~^a(?<rest>.*)$ $rest;", "abc", "bc")]
    [TestCase("hostnames; *.example.org w; www.example.org e; default d;", "www.example.org", "e")]
    [TestCase("hostnames; *.example.org w; www.example.org e; default d;", "a.b.example.org.", "w")]
    [TestCase("hostnames; *.example.org w; default d;", "example.org", "d")]
    [TestCase("hostnames; .example.org w; default d;", "example.org", "w")]
    [TestCase("hostnames; www.example.* t; default d;", "www.example.net", "t")]
    public void Find_AKey_HasTheValueOfItsLine(string lines, string subject, string expected)
    {
        var (block, result) = Load($"map $key $result {{ {lines} }}");
        key = ByteString.From(subject);

        Assert.That(block.Begin().Get(result).Bytes.ToString(), Is.EqualTo(expected));
    }

    [TestCase("", "x")]
    [TestCase("volatile;", "y")]
    public void Find_Twice_IsRememberedUnlessVolatile(string line, string expected)
    {
        var (block, result) = Load($"map $key $result {{ {line} a x; b y; }}");
        var context = block.Begin();
        key = ByteString.Copy("a"u8);
        context.Get(result);

        key = ByteString.Copy("b"u8);

        Assert.That(context.Get(result).Bytes.ToString(), Is.EqualTo(expected));
    }

    [TestCase("map $key result { }", "invalid variable name \"result\"")]
    [TestCase("map $key $key { }", "the duplicate \"key\" variable")]
    [TestCase("map $key $r { a b c; }", "invalid number of the map parameters")]
    [TestCase("map $key $r { default a; default b; }", "duplicate default map parameter")]
    [TestCase("map $key $r { a b; a c; }", "conflicting parameter \"a\"")]
    [TestCase("map $key $r { hostnames; a.*.b c; }", "invalid hostname or wildcard \"a.*.b\"")]
    [TestCase("map_hash_max_size 1k;", "\"map_hash_max_size\" directive invalid number")]
    [TestCase("map_hash_bucket_size 64; map_hash_bucket_size 64;", "\"map_hash_bucket_size\" directive is duplicate")]
    public void Read_OfWhatCannotBe_SaysWhy(string lines, string expected) => Assert.That(Block().Refusal(lines), Does.StartWith(expected));

    private (ScriptBlock Block, VariableSlot Result) Load(string lines)
    {
        var block = Block();
        block.Load(lines);
        return (block, block.Variables.Resolve("result"));
    }

    private ScriptBlock Block()
    {
        var block = new ScriptBlock([new Variable<ScriptContext>("key", _ => VariableValue.Of(key))], []);
        foreach (var row in MapBlock.Rows(ConfContext.Http, new Slot()))
            block.With(row);
        return block;
    }

    private sealed class Slot : IConfSlot<MapHashSettings>
    {
        private readonly MapHashSettings settings = new();

        public MapHashSettings Open(ConfScope scope) => settings;
    }
}
