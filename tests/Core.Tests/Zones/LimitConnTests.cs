using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Core.Tests.Scripting;
using Engine.Core.Zones.LimitConn;

namespace Engine.Core.Tests.Zones;

/// <summary>How many a key may have at once.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LimitConnTests
{
    private readonly Zones zones = new();
    private readonly Settings settings = new();
    private ByteString key = ByteString.Copy("k"u8);
    private ScriptBlock block = null!;

    [Test]
    public void Count_MoreThanTheLimit_IsRejectedUntilOneEnds()
    {
        Load("limit_conn_zone $key zone=z:32k; limit_conn z 2;");
        var first = Begin();

        var outcomes = new[] { Count(first), Count(Begin()), Count(Begin()) };
        first.Reset(block.Variables);

        Assert.That(outcomes.Append(Count(Begin())), Is.EqualTo(new[] { LimitConnOutcome.Passed, LimitConnOutcome.Passed, LimitConnOutcome.Rejected, LimitConnOutcome.Passed }));
    }

    [Test]
    public void Count_OtherKeysAndNone_AreNotCountedTogether()
    {
        Load("limit_conn_zone $key zone=z:32k; limit_conn z 1;");
        Count(Begin());

        key = ByteString.Copy("other"u8);
        var other = Count(Begin());
        key = default;

        Assert.That((other, Count(Begin())), Is.EqualTo((LimitConnOutcome.Passed, (LimitConnOutcome?)null)));
    }

    [Test]
    public void Count_RejectedByASecondLimit_GivesTheFirstOneBack()
    {
        Load("limit_conn_zone $key zone=a:32k; limit_conn_zone $key zone=b:32k; limit_conn a 2; limit_conn b 1;");
        Count(Begin());

        Count(Begin());
        Count(Begin());
        settings.Limits.RemoveAt(1);

        Assert.That(Count(Begin()), Is.EqualTo(LimitConnOutcome.Passed));
    }

    [Test]
    public void Count_DryRun_SaysSo()
    {
        Load("limit_conn_zone $key zone=z:32k; limit_conn z 1; limit_conn_dry_run on;");
        Count(Begin());

        Assert.That(Count(Begin())!.Text.Bytes.ToString(), Is.EqualTo("REJECTED_DRY_RUN"));
    }

    [TestCase("limit_conn_zone $key zone=z;", "invalid zone size \"zone=z\"")]
    [TestCase("limit_conn_zone $key zone=z:1k;", "zone \"zone=z:1k\" is too small")]
    [TestCase("limit_conn_zone $key z:32k;", "invalid parameter \"z:32k\"")]
    [TestCase("limit_conn_zone $key zone=z:32k; limit_conn_zone $key zone=z:32k;", "limit_conn_zone \"z\" is already bound to key \"$key\"")]
    [TestCase("limit_conn z 1; limit_conn z 2;", "\"limit_conn\" directive is duplicate")]
    [TestCase("limit_conn z 0;", "invalid number of connections \"0\"")]
    [TestCase("limit_conn z 65536;", "connection limit must be less 65536")]
    [TestCase("limit_conn_log_level crit;", "invalid value \"crit\"")]
    [TestCase("limit_conn z 1;", "zero size shared memory zone \"z\"")]
    public void Read_OfWhatCannotBe_SaysWhy(string lines, string expected) => Assert.That(Block().Refusal(lines), Does.StartWith(expected));

    private void Load(string lines)
    {
        Block().Load(lines);
        settings.Merge();
    }

    private ScriptBlock.TestContext Begin() => block.Begin();

    private LimitConnOutcome? Count(ScriptBlock.TestContext context) => LimitConnCheck.Count(context, context, settings);

    private ScriptBlock Block()
    {
        block = new ScriptBlock([new Variable<ScriptContext>("key", _ => VariableValue.Of(key))], []) { Loaded = zones.Open };
        foreach (var row in LimitConnDirectives.Rows(ConfContext.Http, ConfContext.Http, zones, settings))
            block.With(row);
        return block;
    }

    private sealed class Zones() : LimitConnZones("test"), IConfSlot<Zones>
    {
        public Zones Open(ConfScope scope) => this;
    }

    private sealed class Settings : LimitConnSettings, IConfSlot<Settings>
    {
        public Settings Open(ConfScope scope) => this;

        public void Merge() => MergeFrom(null);
    }
}
