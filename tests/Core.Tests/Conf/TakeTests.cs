using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Core.Tests.Conf;

/// <summary>What typed slots accept, and what they say to the rest, in nginx's words.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class TakeTests
{
    private const string At = " in {root}/conf/nginx.conf:1";

    [TestCase("flag maybe;", "invalid value \"maybe\" in \"flag\" directive, it must be \"on\" or \"off\"" + At)]
    [TestCase("flag on; flag on;", "\"flag\" directive is duplicate" + At)]
    [TestCase("number abc;", "\"number\" directive invalid number" + At)]
    [TestCase("number -1;", "\"number\" directive invalid number" + At)]
    [TestCase("number 1;", "value must be between 2 and 8" + At)]
    [TestCase("number 9;", "value must be between 2 and 8" + At)]
    [TestCase("size 10z;", "\"size\" directive invalid value" + At)]
    [TestCase("size 1g;", "\"size\" directive invalid value" + At)]
    [TestCase("time 10z;", "\"time\" directive invalid value" + At)]
    [TestCase("word a; word b;", "\"word\" directive is duplicate" + At)]
    [TestCase("choice c;", "invalid value \"c\"" + At)]
    [TestCase("bits x c;", "invalid value \"c\"" + At)]
    [TestCase("flag;", "invalid number of arguments in \"flag\" directive" + At)]
    [TestCase("refused a b;", "\"refused\" is not supported: no use" + At)]
    public void Value_Wrong_IsRefused(string conf, string expected)
    {
        using var folder = new ConfFolder(conf).With(new SlotModule());

        Assert.That(folder.Refusal(), Is.EqualTo(expected));
    }

    [Test]
    public void Value_Right_IsSet()
    {
        var module = new SlotModule();
        using var folder = new ConfFolder("flag ON; number 5; size 2k; time 1m; word 'a b'; choice b; bits x y; events {}").With(module);

        folder.Load();

        var conf = module.Conf;
        Assert.That(
            (conf.Flag.Value, conf.Number.Value, conf.Size.Value, conf.Time.Value, conf.Word.Value, conf.Choice.Value, conf.Bits.Value),
            Is.EqualTo((true, 5, 2048, 60_000, "a b", 2, 3)));
    }

    [Test]
    public void Merge_OfLevels_TakesTheInnermostOrTheDefault()
    {
        var outer = new Setting<int>();
        outer.Set(1);
        Setting<int> inner = default, unset = default, none = default;
        inner.Set(2);

        inner.MergeFrom(outer, 3);
        unset.MergeFrom(outer, 3);
        none.MergeFrom(default, 3);

        Assert.That((inner.Value, unset.Value, none.Value), Is.EqualTo((2, 1, 3)));
    }

    private sealed class SlotConf
    {
        public Setting<bool> Flag;
        public Setting<long> Number;
        public Setting<long> Size;
        public Setting<long> Time;
        public Setting<string> Word;
        public Setting<int> Choice;
        public Setting<int> Bits;
    }

    private sealed class SlotModule : CoreModule, IConfSlot<SlotConf>
    {
        public SlotConf Conf { get; } = new();

        public override string Name => "slots";

        public SlotConf Open(ConfScope scope) => Conf;

        public override void Register(DirectiveTable table)
        {
            const ConfContext main = ConfContext.Main;
            table.Add(Take.Flag("flag", main, this, static conf => ref conf.Flag));
            table.Add(Take.Number("number", main, this, static conf => ref conf.Number, min: 2, max: 8));
            table.Add(Take.Size("size", main, this, static conf => ref conf.Size));
            table.Add(Take.Milliseconds("time", main, this, static conf => ref conf.Time));
            table.Add(Take.String("word", main, this, static conf => ref conf.Word));
            table.Add(Take.Enum("choice", main, this, static conf => ref conf.Choice, [("a", 1), ("b", 2)]));
            table.Add(Take.Bits("bits", main, this, static conf => ref conf.Bits, [("x", 1), ("y", 2)], static (a, b) => a | b));
            table.Add(Take.Unsupported("refused", main, "no use"));
        }
    }
}
