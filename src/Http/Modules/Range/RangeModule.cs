using Engine.Http.Conf;

namespace Engine.Http.Modules.Range;

/// <summary>ngx_http_range_filter_module: parts of a response. <c>max_ranges</c> is a directive of core.</summary>
public sealed class RangeModule : HttpModule
{
    public override string Name => "range";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(RangeState.Slot);
        table.Filter("range", RangeHeaderFilter.Filter, static location => location.Core.MaxRanges.Value > 0);
        table.FilterByState("range", RangeBodyFilter.Filter, static location => location.Core.MaxRanges.Value > 0, always: static _ => false);
    }
}
