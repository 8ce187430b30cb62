using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Slices;

/// <summary>ngx_http_slice_module: a large response is fetched in parts, each by a request of its own that can be cached.</summary>
public sealed class SliceModule : HttpModule
{
    public override string Name => "slice";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(SliceConf.Slot);
        table.Slot(SliceState.Slot);
        table.Add(Take.Size("slice", ConfContext.HttpAny, SliceConf.Slot, static c => ref c.Size, "0"));
        table.UncachedVariable("slice_range", SliceState.Range);
        table.Filter("slice", SliceFilter.FilterHeader, static location => SliceConf.Slot.Of(location).Size.Value > 0);
        table.Filter("slice", SliceFilter.FilterBody, static location => SliceConf.Slot.Of(location).Size.Value > 0);
    }
}

public sealed class SliceConf : IConf<SliceConf>
{
    public static readonly LocationSlot<SliceConf> Slot = new();

    public Setting<long> Size;

    public void MergeFrom(SliceConf? outer, HttpConfiguration configuration) => Size.MergeFrom(outer?.Size ?? default, 0);
}
