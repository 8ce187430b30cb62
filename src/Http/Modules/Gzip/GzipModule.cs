using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Text;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Gzip;

/// <summary>ngx_http_gzip_filter_module, and core's directives about who gets compressed responses.</summary>
public sealed class GzipModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, GzipProxied)[] ProxiedWords =
    [
        ("off", GzipProxied.Off), ("expired", GzipProxied.Expired), ("no-cache", GzipProxied.NoCache), ("no-store", GzipProxied.NoStore),
        ("private", GzipProxied.Private), ("no_last_modified", GzipProxied.NoLastModified), ("no_etag", GzipProxied.NoETag),
        ("auth", GzipProxied.Auth), ("any", GzipProxied.Any),
    ];

    public override string Name => "gzip";

    public override void Register(HttpModuleTable table)
    {
        var slot = GzipConf.Slot;
        table.Slot(slot);
        table.Slot(GzipState.Slot);
        table.Add(Take.Flag("gzip", ConfContext.HttpAnyIf, slot, static c => ref c.IsOn, "off"));
        table.Add(HttpTake.Buffers("gzip_buffers", Any, slot, static c => ref c.Buffers, "32 4k | 16 8k", "the number has no effect: output is passed on as it comes"));
        table.Add(HttpTake.Types("gzip_types", Any, slot, static c => ref c.Types));
        table.Add(Take.Number("gzip_comp_level", Any, slot, static c => ref c.Level, "1", note: "zlib-ng compresses; 1 is its 2, which is as small as zlib's 1", min: 1, max: 9));
        table.Add(Take.One("gzip_window", Any, slot, static c => ref c.WindowBits, "32k", "", static (use, text) => ReadPowerOfTwo(use, text, 9, 15)));
        table.Add(Take.One("gzip_hash", Any, slot, static c => ref c.HashBits, "128k", "", static (use, text) => ReadPowerOfTwo(use, text, 9, 17)));
        table.Add(Take.Size("postpone_gzipping", Any, slot, static c => ref c.Postpone, "0", "checked only: the compressor collects input by itself"));
        table.Add(Take.Flag("gzip_no_buffer", Any, slot, static c => ref c.NoBuffer, "off"));
        table.Add(Take.Size("gzip_min_length", Any, slot, static c => ref c.MinLength, "20"));
        table.Add(Take.Flag("gzip_vary", Any, slot, static c => ref c.Vary, "off"));
        table.Add(Take.Enum("gzip_http_version", Any, slot, static c => ref c.HttpVersion, [("1.0", 1000), ("1.1", 1001)], "1.1"));
        table.Add(Take.Bits("gzip_proxied", Any, slot, static c => ref c.Proxied, ProxiedWords, static (a, b) => a | b, "off"));
        table.Add(Take.Custom("gzip_disable", Any, 1, int.MaxValue, slot, Disable));
        table.Variable("gzip_ratio", GzipState.Ratio);
        table.Filter("gzip", GzipFilter.FilterHeader, static location => GzipConf.Slot.Of(location).IsOn.Value);
        table.Filter("gzip", GzipFilter.FilterBody, static location => GzipConf.Slot.Of(location).IsOn.Value);
    }

    private static int ReadPowerOfTwo(DirectiveUse use, string text, int min, int max)
    {
        var size = ConfUnits.ParseSize(text) ?? throw use.Error($"\"{use.Name}\" directive invalid value");
        for (var bits = min; bits <= max; bits++)
        {
            if (size == 1L << bits)
                return bits;
        }

        throw use.Error(max == 15
            ? "must be 512, 1k, 2k, 4k, 8k, 16k, or 32k"
            : "must be 512, 1k, 2k, 4k, 8k, 16k, 32k, 64k, or 128k");
    }

    private static void Disable(DirectiveUse use, GzipConf conf)
    {
        conf.OwnDisabled ??= [];
        foreach (var pattern in use.Arguments)
        {
            if (pattern == "msie6")
            {
                conf.DisablesMsie6.Set(true);
                continue;
            }

            if (!Regex.TryCompile(ByteString.From(pattern), RegexFlags.CaseInsensitive, out var regex, out var error, out _))
                throw use.Error(error);
            conf.OwnDisabled.Add(regex!);
        }
    }
}
