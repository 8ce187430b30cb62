using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Requests;

namespace Engine.Http.Modules.TempPaths;

/// <summary>
/// The temporary directories of modules that are not built in. Configurations name them to keep files out of the prefix, whether
/// they use those modules or not.
/// </summary>
public sealed class TempPathsModule : HttpModule
{
    private const string Note = "the directory is checked only: nothing is written there while its module is not built in";

    public override string Name => "temp_paths";

    public override void Register(HttpModuleTable table)
    {
        var slot = TempPathsConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("fastcgi_temp_path", ConfContext.HttpAny, 1, 4, slot, static (use, conf) => CoreDirectives.SetTempPath(use, ref conf.FastCgi), "fastcgi_temp", Note));
        table.Add(Take.Custom("uwsgi_temp_path", ConfContext.HttpAny, 1, 4, slot, static (use, conf) => CoreDirectives.SetTempPath(use, ref conf.Uwsgi), "uwsgi_temp", Note));
        table.Add(Take.Custom("scgi_temp_path", ConfContext.HttpAny, 1, 4, slot, static (use, conf) => CoreDirectives.SetTempPath(use, ref conf.Scgi), "scgi_temp", Note));
    }
}

public sealed class TempPathsConf : IConf<TempPathsConf>
{
    public static readonly LocationSlot<TempPathsConf> Slot = new();

    public Setting<TempPath> FastCgi;
    public Setting<TempPath> Uwsgi;
    public Setting<TempPath> Scgi;

    public void MergeFrom(TempPathsConf? outer, HttpConfiguration configuration)
    {
    }
}
