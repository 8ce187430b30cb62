using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Http.Modules.Memcached;

/// <summary>The directives about connections, under the names of one module.</summary>
internal static class MemcachedDirectives
{
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, NextUpstream)[] NextWords =
    [
        ("error", NextUpstream.Error), ("timeout", NextUpstream.Timeout), ("invalid_response", NextUpstream.InvalidHeader),
        ("not_found", NextUpstream.Http404), ("off", NextUpstream.Off),
    ];

    public static void Register<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, UpstreamConf> of) where TConf : class, IConf<TConf>, new()
    {
        table.Add(Take.Custom($"{prefix}_bind", Any, 1, 2, slot, (use, conf) => UpstreamBind.Set(use, ref of(conf).Bind)));
        table.Add(Take.Flag($"{prefix}_socket_keepalive", Any, slot, c => ref of(c).SocketKeepalive, "off"));
        table.Add(Take.Milliseconds($"{prefix}_connect_timeout", Any, slot, c => ref of(c).ConnectTimeoutMs, "60s"));
        table.Add(Take.Milliseconds($"{prefix}_send_timeout", Any, slot, c => ref of(c).SendTimeoutMs, "60s"));
        table.Add(Take.Milliseconds($"{prefix}_read_timeout", Any, slot, c => ref of(c).ReadTimeoutMs, "60s"));
        table.Add(Take.Size($"{prefix}_buffer_size", Any, slot, c => ref of(c).BufferSize, "4k"));
        table.Add(Take.Bits($"{prefix}_next_upstream", Any, slot, c => ref of(c).NextUpstream, NextWords, static (a, b) => a | b, "error timeout"));
        table.Add(Take.Number($"{prefix}_next_upstream_tries", Any, slot, c => ref of(c).NextUpstreamTries, "0"));
        table.Add(Take.Milliseconds($"{prefix}_next_upstream_timeout", Any, slot, c => ref of(c).NextUpstreamTimeoutMs, "0"));
    }
}
