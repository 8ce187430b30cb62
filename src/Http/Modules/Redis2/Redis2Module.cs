using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Upstream;

namespace Engine.Http.Modules.Redis2;

/// <summary>OpenResty's redis2 module: commands for Redis, answered by its replies as they are on the wire.</summary>
public sealed class Redis2Module : HttpModule
{
    private const ConfContext Inner = ConfContext.HttpLocation | ConfContext.HttpLocationIf;
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, NextUpstream)[] NextWords =
    [
        ("error", NextUpstream.Error), ("timeout", NextUpstream.Timeout), ("invalid_response", NextUpstream.InvalidHeader), ("off", NextUpstream.Off),
    ];

    public override string Name => "redis2";

    public override void Register(HttpModuleTable table)
    {
        var slot = Redis2Conf.Slot;
        table.Slot(slot);
        table.Slot(Redis2State.Slot);
        table.Add(Take.Custom("redis2_query", Inner, 1, int.MaxValue, slot, Redis2Queries.ReadCommand));
        table.Add(Take.Custom("redis2_raw_query", Inner, 1, 1, slot, Redis2Queries.ReadRaw));
        table.Add(Take.Custom("redis2_raw_queries", Inner, 2, 2, slot, Redis2Queries.ReadRawCounted));
        table.Add(Take.Custom("redis2_literal_raw_query", Inner, 1, 1, slot, Redis2Queries.ReadLiteral));
        table.Add(Take.Custom("redis2_pass", Inner, 1, 1, slot, Redis2Handler.Install));
        table.Add(Take.Custom("redis2_bind", Any, 1, 1, slot, static (use, conf) => UpstreamBind.Set(use, ref conf.Upstream.Bind)));
        table.Add(Take.Milliseconds("redis2_connect_timeout", Any, slot, static c => ref c.Upstream.ConnectTimeoutMs, "60s"));
        table.Add(Take.Milliseconds("redis2_send_timeout", Any, slot, static c => ref c.Upstream.SendTimeoutMs, "60s"));
        table.Add(Take.Milliseconds("redis2_read_timeout", Any, slot, static c => ref c.Upstream.ReadTimeoutMs, "60s"));
        table.Add(Take.Size("redis2_buffer_size", Any, slot, static c => ref c.Upstream.BufferSize, "4k"));
        table.Add(Take.Bits("redis2_next_upstream", Any, slot, static c => ref c.Upstream.NextUpstream, NextWords, static (a, b) => a | b, "error timeout"));
    }
}
