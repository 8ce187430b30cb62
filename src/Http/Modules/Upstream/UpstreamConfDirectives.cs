using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Modules.Upstream.Store;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>The directives of <see cref="UpstreamConf"/>, under the names of one module.</summary>
public static class UpstreamConfDirectives
{
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, IgnoredFields)[] IgnoredWords =
    [
        ("X-Accel-Redirect", IgnoredFields.XAccelRedirect), ("X-Accel-Expires", IgnoredFields.XAccelExpires), ("X-Accel-Limit-Rate", IgnoredFields.XAccelLimitRate),
        ("X-Accel-Buffering", IgnoredFields.XAccelBuffering), ("X-Accel-Charset", IgnoredFields.XAccelCharset), ("Expires", IgnoredFields.Expires),
        ("Cache-Control", IgnoredFields.CacheControl), ("Set-Cookie", IgnoredFields.SetCookie), ("Vary", IgnoredFields.Vary),
    ];

    /// <param name="prefix">"proxy", "fastcgi", …</param>
    public static void Register<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, UpstreamConf> of) where TConf : class, IConf<TConf>, new()
    {
        RegisterConnection(table, prefix, slot, of);
        RegisterBuffers(table, prefix, slot, of);
        CacheDirectives.Register(table, prefix, slot, c => of(c).Cache);
        StoreDirectives.Register(table, prefix, slot, c => of(c).Store);
        table.Add(Take.Flag($"{prefix}_ignore_client_abort", Any, slot, c => ref of(c).IgnoreClientAbort, "off"));
        table.Add(Take.Flag($"{prefix}_intercept_errors", Any, slot, c => ref of(c).InterceptErrors, "off"));
        table.Add(Take.Flag($"{prefix}_force_ranges", Any, slot, c => ref of(c).ForceRanges, "off"));
        table.Add(Take.Flag($"{prefix}_pass_request_headers", Any, slot, c => ref of(c).PassRequestHeaders, "on"));
        table.Add(Take.Flag($"{prefix}_pass_request_body", Any, slot, c => ref of(c).PassRequestBody, "on"));
        table.Add(Take.Bits($"{prefix}_next_upstream", Any, slot, c => ref of(c).NextUpstream, NextUpstreamWords.Words, static (a, b) => a | b, "error timeout"));
        table.Add(Take.Number($"{prefix}_next_upstream_tries", Any, slot, c => ref of(c).NextUpstreamTries, "0"));
        table.Add(Take.Milliseconds($"{prefix}_next_upstream_timeout", Any, slot, c => ref of(c).NextUpstreamTimeoutMs, "0"));
        table.Add(Take.Bits($"{prefix}_ignore_headers", Any, slot, c => ref of(c).IgnoredFields, IgnoredWords, static (a, b) => a | b));
        table.Add(Take.Custom($"{prefix}_hide_header", Any, 1, 1, slot, (use, conf) => (of(conf).HideFields ??= []).Add(use.Bytes(0))));
        table.Add(Take.Custom($"{prefix}_pass_header", Any, 1, 1, slot, (use, conf) => (of(conf).PassFields ??= []).Add(use.Bytes(0))));
    }

    private static void RegisterConnection<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, UpstreamConf> of) where TConf : class, IConf<TConf>, new()
    {
        table.Add(Take.Milliseconds($"{prefix}_connect_timeout", Any, slot, c => ref of(c).ConnectTimeoutMs, "60s"));
        table.Add(Take.Milliseconds($"{prefix}_send_timeout", Any, slot, c => ref of(c).SendTimeoutMs, "60s"));
        table.Add(Take.Milliseconds($"{prefix}_read_timeout", Any, slot, c => ref of(c).ReadTimeoutMs, "60s"));
        if (prefix is "proxy" or "fastcgi")
            table.Add(Take.Size($"{prefix}_send_lowat", Any, slot, c => ref of(c).SendLowat, "0", "checked only, as in nginx on Linux"));
        table.Add(Take.Flag($"{prefix}_socket_keepalive", Any, slot, c => ref of(c).SocketKeepalive, "off"));
        table.Add(Take.Size($"{prefix}_socket_rcvbuf", Any, slot, c => ref of(c).SocketReceiveBuffer));
        table.Add(Take.Size($"{prefix}_socket_sndbuf", Any, slot, c => ref of(c).SocketSendBuffer));
        table.Add(Take.Custom($"{prefix}_bind", Any, 1, 2, slot, (use, conf) => UpstreamBind.Set(use, ref of(conf).Bind)));
    }

    private static void RegisterBuffers<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, UpstreamConf> of) where TConf : class, IConf<TConf>, new()
    {
        table.Add(Take.Flag($"{prefix}_buffering", Any, slot, c => ref of(c).Buffering, "on"));
        table.Add(Take.Flag($"{prefix}_request_buffering", Any, slot, c => ref of(c).RequestBuffering, "on"));
        table.Add(Take.Size($"{prefix}_buffer_size", Any, slot, c => ref of(c).BufferSize, "4k"));
        table.Add(Take.Custom($"{prefix}_buffers", Any, 2, 2, slot, (use, conf) => SetBuffers(use, ref of(conf).Buffers), "8 4k"));
        table.Add(Take.Size($"{prefix}_busy_buffers_size", Any, slot, c => ref of(c).BusyBuffersSize, "8k", "checked only: what was read is sent at once while more is read"));
        table.Add(Take.Offset($"{prefix}_max_temp_file_size", Any, slot, c => ref of(c).MaxTempFileSize, "1024m"));
        table.Add(Take.Size($"{prefix}_temp_file_write_size", Any, slot, c => ref of(c).TempFileWriteSize, "8k", "checked only: what does not fit into memory is written as it comes"));
        table.Add(Take.Custom($"{prefix}_temp_path", Any, 1, 4, slot, (use, conf) => CoreDirectives.SetTempPath(use, ref of(conf).TempPath), $"{prefix}_temp"));
        table.Add(Take.One($"{prefix}_limit_rate", Any, slot, c => ref of(c).LimitRate, "0", "", ComplexSize.Read));
    }

    private static void SetBuffers(DirectiveUse use, ref Setting<BufferCount> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (!int.TryParse(use[0], out var count) || count <= 0 || ConfUnits.ParseSize(use[1]) is not (> 0 and <= int.MaxValue and var size))
            throw use.Error($"\"{use.Name}\" directive invalid value");
        setting.Set(new BufferCount(count, (int)size));
    }
}
