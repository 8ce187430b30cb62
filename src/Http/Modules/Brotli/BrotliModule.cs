using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Brotli;

/// <summary>Compression by Brotli (RFC 7932), where the client takes it, in the shape of the gzip module. It goes before gzip.</summary>
public sealed class BrotliModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    /// <summary>1k to 16m, as exponents of 2.</summary>
    private const int MinWindowBits = 10;
    private const int MaxWindowBits = 24;

    public override string Name => "brotli";

    public override void Register(HttpModuleTable table)
    {
        var slot = BrotliConf.Slot;
        table.Slot(slot);
        table.Slot(BrotliState.Slot);
        table.Add(Take.Flag("brotli", ConfContext.HttpAnyIf, slot, static c => ref c.IsOn, "off"));
        table.Add(HttpTake.Buffers("brotli_buffers", Any, slot, static c => ref c.Buffers, "32 4k", "the number has no effect: output is passed on as it comes"));
        table.Add(HttpTake.Types("brotli_types", Any, slot, static c => ref c.Types));
        table.Add(Take.Number("brotli_comp_level", Any, slot, static c => ref c.Level, "6", max: 11));
        table.Add(Take.One("brotli_window", Any, slot, static c => ref c.WindowBits, "512k", "", ReadWindow));
        table.Add(Take.Size("brotli_min_length", Any, slot, static c => ref c.MinLength, "20"));
        table.Variable("brotli_ratio", BrotliState.Ratio);
        table.Filter("brotli", BrotliFilter.FilterHeader, static location => BrotliConf.Slot.Of(location).IsOn.Value);
        table.Filter("brotli", BrotliFilter.FilterBody, static location => BrotliConf.Slot.Of(location).IsOn.Value);
    }

    private static int ReadWindow(DirectiveUse use, string text)
    {
        var size = ConfUnits.ParseSize(text) ?? throw use.Error($"\"{use.Name}\" directive invalid value");
        for (var bits = MinWindowBits; bits <= MaxWindowBits; bits++)
        {
            if (size == 1L << bits)
                return bits;
        }

        throw use.Error("must be a power of two from 1k to 16m");
    }
}
