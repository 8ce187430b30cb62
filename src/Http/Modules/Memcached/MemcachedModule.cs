using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Memcached;

/// <summary>ngx_http_memcached_module: responses are values of memcached.</summary>
public sealed class MemcachedModule : HttpModule
{
    internal const string KeyVariable = "memcached_key";

    public override string Name => "memcached";

    public override void Register(HttpModuleTable table)
    {
        var slot = MemcachedConf.Slot;
        table.Slot(slot);
        table.Slot(MemcachedState.Slot);
        table.Add(Take.Custom("memcached_pass", ConfContext.HttpLocation | ConfContext.HttpLocationIf, 1, 1, slot, MemcachedHandler.Install));
        MemcachedDirectives.Register(table, "memcached", slot, static conf => conf.Upstream);
        table.Add(Take.Number("memcached_gzip_flag", ConfContext.HttpAny, slot, static c => ref c.GzipFlag));
        table.Add(new Variable<HttpRequest>(KeyVariable, static _ => VariableValue.NotFound) { IsCacheable = true, IsChangeable = true, IsWeak = true });
    }
}

public sealed class MemcachedConf : IConf<MemcachedConf>
{
    public static readonly LocationSlot<MemcachedConf> Slot = new();

    public Setting<long> GzipFlag;

    internal UpstreamConf Upstream { get; } = new() { InterceptsNotFound = true };

    internal MemcachedPass? Pass { get; set; }

    internal VariableSlot? Key { get; set; }

    public void MergeFrom(MemcachedConf? outer, HttpConfiguration configuration)
    {
        Pass ??= outer?.Pass;
        Key ??= outer?.Key;
        GzipFlag.MergeFrom(outer?.GzipFlag ?? default, 0);
        if (outer is null && !Upstream.Buffering.IsSet)
            Upstream.Buffering.Set(false);
        Upstream.MergeFrom(outer?.Upstream, "memcached", [], configuration);
    }
}
