using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Ssi;

/// <summary>ngx_http_ssi_filter_module: commands in pages, <c>&lt;!--# command name="value" --&gt;</c>, carried out while they are sent.</summary>
public sealed class SsiModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "ssi";

    public override void Register(HttpModuleTable table)
    {
        var slot = SsiConf.Slot;
        table.Slot(slot);
        table.Slot(SsiState.Slot);
        table.Slot(SsiPage.Slot);
        table.Add(Take.Flag("ssi", ConfContext.HttpAnyIf, slot, static c => ref c.IsOn, "off"));
        table.Add(Take.Flag("ssi_silent_errors", Any, slot, static c => ref c.SilentErrors, "off"));
        table.Add(HttpTake.Types("ssi_types", Any, slot, static c => ref c.Types));
        table.Add(Take.Size("ssi_value_length", Any, slot, static c => ref c.ValueLength, "256"));
        table.Add(Take.Size("ssi_min_file_chunk", Any, slot, static c => ref c.MinFileChunk, "1k"));
        table.Add(Take.Flag("ssi_last_modified", Any, slot, static c => ref c.KeepLastModified, "off"));
        table.Add(Take.Flag("ssi_ignore_recycled_buffers", Any, slot, static c => ref c.IgnoreRecycledBuffers, "off", "no difference: nothing waits for a buffer here that a page could hold"));
        table.UncachedVariable("date_local", static request => SsiDate.Value(request, isLocal: true));
        table.UncachedVariable("date_gmt", static request => SsiDate.Value(request, isLocal: false));
        table.Filter("ssi", SsiFilter.FilterHeader, static location => SsiConf.Slot.Of(location).IsOn.Value);
        table.Filter("ssi", SsiFilter.FilterBody, static location => SsiConf.Slot.Of(location).IsOn.Value);
    }
}
