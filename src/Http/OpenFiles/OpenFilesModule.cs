using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.OpenFiles;

/// <summary>The directives of ngx_http_core_module about looking up files.</summary>
public sealed class OpenFilesModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "open_file_cache";

    public override void Register(HttpModuleTable table)
    {
        var slot = OpenFilesConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("open_file_cache", Any, 1, 2, slot, SetCache, "off"));
        table.Add(Take.Milliseconds("open_file_cache_valid", Any, slot, static c => ref c.ValidMs, "60s"));
        table.Add(Take.Number("open_file_cache_min_uses", Any, slot, static c => ref c.MinUses, "1"));
        table.Add(Take.Flag("open_file_cache_errors", Any, slot, static c => ref c.Errors, "off"));
        table.Add(Take.Flag("open_file_cache_events", Any, slot, static c => ref c.Events, "off", "checked only, as in nginx on Linux: there are events of files with kqueue alone"));
        table.Add(Take.Custom("disable_symlinks", Any, 1, 2, slot, SetDisableSymlinks, "off"));
    }

    public override void OnWorkerReleased(HttpConfiguration configuration, Worker worker) => WorkerFiles.Of(worker).Close(configuration);

    private static void SetCache(DirectiveUse use, OpenFilesConf conf)
    {
        if (conf.Cache.IsSet)
            throw use.Error("\"open_file_cache\" directive is duplicate");
        long max = 0;
        long inactive = 60_000;
        foreach (var word in use.Arguments)
        {
            if (word.StartsWith("max=", StringComparison.Ordinal) && ConfUnits.ParseNumber(word[4..]) is > 0 and var count)
                max = count;
            else if (word.StartsWith("inactive=", StringComparison.Ordinal) && ConfUnits.ParseDuration(word[9..]) is { } duration)
                inactive = duration;
            else if (word != "off" || use.Count > 1)
                throw use.Error($"invalid \"open_file_cache\" parameter \"{word}\"");
        }

        if (max == 0 && use[0] != "off")
            throw use.Error("\"open_file_cache\" must have the \"max\" parameter");
        conf.Cache.Set(max == 0 ? null : new OpenFileCacheSetting(HttpScope.Of(use).Configuration, max, inactive));
    }

    private static void SetDisableSymlinks(DirectiveUse use, OpenFilesConf conf)
    {
        if (conf.DisableSymlinks.IsSet)
            throw use.Error("\"disable_symlinks\" directive is duplicate");
        foreach (var word in use.Arguments)
        {
            if (word is "off" or "on" or "if_not_owner")
                conf.DisableSymlinks.Set(word == "off" ? DisableSymlinks.Off : word == "on" ? DisableSymlinks.On : DisableSymlinks.IfNotOwner);
            else if (word.StartsWith("from=", StringComparison.Ordinal))
                conf.SymlinksFrom.Set(ComplexValue.Compile(word[5..], use));
            else
                throw use.Error($"invalid parameter \"{word}\"");
        }

        if (!conf.DisableSymlinks.IsSet)
            throw use.Error("\"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter");
        if (use.Count == 2 && conf.DisableSymlinks.Value == DisableSymlinks.Off)
            throw use.Error("\"from=\" cannot be used with \"off\" parameter");
    }
}
