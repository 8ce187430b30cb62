using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;

namespace Engine.Http.Modules.Gunzip;

/// <summary>ngx_http_gunzip_module: decompresses responses for clients that don't take gzip.</summary>
public sealed class GunzipModule : HttpModule
{
    public override string Name => "gunzip";

    public override void Register(HttpModuleTable table)
    {
        var slot = GunzipConf.Slot;
        table.Slot(slot);
        table.Slot(GunzipState.Slot);
        table.Add(Take.Flag("gunzip", ConfContext.HttpAny, slot, static c => ref c.IsOn, "off"));
        table.Add(HttpTake.Buffers("gunzip_buffers", ConfContext.HttpAny, slot, static c => ref c.Buffers, "32 4k | 16 8k", "the number has no effect: output is passed on as it comes"));
        table.Filter("gunzip", GunzipFilter.FilterHeader, static location => GunzipConf.Slot.Of(location).IsOn.Value);
        table.Filter("gunzip", GunzipFilter.FilterBody, static location => GunzipConf.Slot.Of(location).IsOn.Value);
    }
}

public sealed class GunzipConf : IConf<GunzipConf>
{
    public static readonly LocationSlot<GunzipConf> Slot = new();

    public Setting<bool> IsOn;
    public Setting<BufferCount> Buffers;

    public void MergeFrom(GunzipConf? outer, HttpConfiguration configuration)
    {
        IsOn.MergeFrom(outer?.IsOn ?? default, false);
        Buffers.MergeFrom(outer?.Buffers ?? default, new BufferCount(32, 4096));
    }
}
