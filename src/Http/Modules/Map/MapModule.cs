using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Map;

/// <summary>ngx_http_map_module: variables whose values depend on others.</summary>
public sealed class MapModule : HttpModule
{
    private const string NoHash = "checked only: the tables grow as needed";

    public override string Name => "map";

    public override void Register(HttpModuleTable table)
    {
        var slot = MapConf.Slot;
        table.Slot(slot);
        table.Add(Take.Block("map", ConfContext.Http, 2, 2, slot, MapBlock.Read));
        table.Add(Take.Number("map_hash_max_size", ConfContext.Http, slot, static c => ref c.HashMaxSize, "2048", NoHash));
        table.Add(Take.Number("map_hash_bucket_size", ConfContext.Http, slot, static c => ref c.HashBucketSize, "32|64|128", NoHash));
    }
}

public sealed class MapConf : IConf<MapConf>
{
    public static readonly MainSlot<MapConf> Slot = new();

    public Setting<long> HashMaxSize;
    public Setting<long> HashBucketSize;

    public void MergeFrom(MapConf? outer, HttpConfiguration configuration)
    {
    }
}
