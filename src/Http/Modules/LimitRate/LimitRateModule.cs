using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitRate;

/// <summary><c>limit_rate</c>, <c>limit_rate_after</c>, <c>$limit_rate</c>: how fast a response is sent, in bytes per second.</summary>
public sealed class LimitRateModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpAnyIf;

    public override string Name => "limit_rate";

    public override void Register(HttpModuleTable table)
    {
        var slot = LimitRateConf.Slot;
        table.Slot(slot);
        table.Slot(ResponseRate.Slot);
        table.Add(Take.One("limit_rate", Contexts, slot, static c => ref c.Rate, "0", "", ReadSize));
        table.Add(Take.One("limit_rate_after", Contexts, slot, static c => ref c.After, "0", "", ReadSize));
        table.UncachedVariable("limit_rate", ResponseRate.Get, ResponseRate.Set);
        table.FilterByState("limit_rate", LimitRateFilter.Filter, enabled: static _ => true, always: location => slot.Of(location).Rate.IsSet);
    }

    private static ComplexValue ReadSize(DirectiveUse use, string text)
    {
        var value = ComplexValue.Compile(text, use);
        return !value.IsConstant || ConfUnits.ParseSize(text) is not null ? value : throw use.Error("invalid value");
    }
}

/// <summary>The rates of one level; null for none.</summary>
public sealed class LimitRateConf : IConf<LimitRateConf>
{
    public static readonly LocationSlot<LimitRateConf> Slot = new();

    public Setting<ComplexValue> Rate;
    public Setting<ComplexValue> After;

    public void MergeFrom(LimitRateConf? outer, HttpConfiguration configuration)
    {
        if (!Rate.IsSet && outer is not null)
            Rate = outer.Rate;
        if (!After.IsSet && outer is not null)
            After = outer.After;
    }
}
