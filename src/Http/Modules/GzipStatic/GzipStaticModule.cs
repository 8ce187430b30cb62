using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.GzipStatic;

public enum GzipStatic
{
    Off,
    On,

    /// <summary>Whether the client takes gzip or not.</summary>
    Always,
}

/// <summary>ngx_http_gzip_static_module: files that were compressed beforehand, with ".gz" behind their names.</summary>
public sealed class GzipStaticModule : HttpModule
{
    private static readonly (string, GzipStatic)[] Words = [("off", GzipStatic.Off), ("on", GzipStatic.On), ("always", GzipStatic.Always)];

    public override string Name => "gzip_static";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(GzipStaticConf.Slot);
        table.Add(Take.Enum("gzip_static", ConfContext.HttpAny, GzipStaticConf.Slot, static c => ref c.Mode, Words, "off"));
        table.Handler(Phase.Content, GzipStaticHandler.Handle, static location => GzipStaticConf.Slot.Of(location).Mode.Value != GzipStatic.Off);
    }
}

public sealed class GzipStaticConf : IConf<GzipStaticConf>
{
    public static readonly LocationSlot<GzipStaticConf> Slot = new();

    public Setting<GzipStatic> Mode;

    public void MergeFrom(GzipStaticConf? outer, HttpConfiguration configuration) => Mode.MergeFrom(outer?.Mode ?? default, GzipStatic.Off);
}
