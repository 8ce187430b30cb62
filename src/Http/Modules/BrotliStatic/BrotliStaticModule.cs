using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.BrotliStatic;

/// <summary>Files that were compressed by Brotli beforehand, with ".br" behind their names: <c>gzip_static</c> for Brotli.</summary>
public sealed class BrotliStaticModule : HttpModule
{
    private static readonly (string, GzipStatic.GzipStatic)[] Words =
        [("off", GzipStatic.GzipStatic.Off), ("on", GzipStatic.GzipStatic.On), ("always", GzipStatic.GzipStatic.Always)];

    public override string Name => "brotli_static";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(BrotliStaticConf.Slot);
        table.Add(Take.Enum("brotli_static", ConfContext.HttpAny, BrotliStaticConf.Slot, static c => ref c.Mode, Words, "off"));
        table.Handler(Phase.Content, BrotliStaticHandler.Handle, static location => BrotliStaticConf.Slot.Of(location).Mode.Value != GzipStatic.GzipStatic.Off);
    }
}

public sealed class BrotliStaticConf : IConf<BrotliStaticConf>
{
    public static readonly LocationSlot<BrotliStaticConf> Slot = new();

    public Setting<GzipStatic.GzipStatic> Mode;

    public void MergeFrom(BrotliStaticConf? outer, HttpConfiguration configuration) => Mode.MergeFrom(outer?.Mode ?? default, GzipStatic.GzipStatic.Off);
}
