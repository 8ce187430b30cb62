using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Sub;

/// <summary>ngx_http_sub_module: replaces strings in bodies.</summary>
public sealed class SubModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "sub";

    public override void Register(HttpModuleTable table)
    {
        var slot = SubConf.Slot;
        table.Slot(slot);
        table.Slot(SubState.Slot);
        table.Add(Take.Custom("sub_filter", Any, 2, 2, slot, Apply));
        table.Add(HttpTake.Types("sub_filter_types", Any, slot, static c => ref c.Types));
        table.Add(Take.Flag("sub_filter_once", Any, slot, static c => ref c.Once, "on"));
        table.Add(Take.Flag("sub_filter_last_modified", Any, slot, static c => ref c.KeepLastModified, "off"));
        table.Filter("sub", SubFilter.FilterHeader, static location => SubConf.Slot.Of(location).Pairs.Count > 0);
        table.Filter("sub", SubFilter.FilterBody, static location => SubConf.Slot.Of(location).Pairs.Count > 0);
    }

    private static void Apply(DirectiveUse use, SubConf conf)
    {
        if (use[0].Length == 0)
            throw use.Error("empty search pattern");
        (conf.OwnPairs ??= []).Add(new SubPair(ComplexValue.Compile(use[0], use), ComplexValue.Compile(use[1], use)));
    }
}
