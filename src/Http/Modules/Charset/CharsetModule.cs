using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Charset;

/// <summary>ngx_http_charset_module: names the character set of a response, and converts it.</summary>
public sealed class CharsetModule : HttpModule
{
    public override string Name => "charset";

    public override void Register(HttpModuleTable table)
    {
        var slot = CharsetConf.Slot;
        table.Slot(CharsetMaps.Slot);
        table.Slot(slot);
        table.Slot(CharsetState.Slot);
        table.Add(Take.Custom("charset", ConfContext.HttpAnyIf, 1, 1, slot, static (use, conf) => Set(use, ref conf.Charset), "off"));
        table.Add(Take.Custom("source_charset", ConfContext.HttpAnyIf, 1, 1, slot, static (use, conf) => Set(use, ref conf.Source)));
        table.Add(Take.Flag("override_charset", ConfContext.HttpAnyIf, slot, static c => ref c.Override, "off"));
        table.Add(HttpTake.Types("charset_types", ConfContext.HttpAny, slot, static c => ref c.Types, "text/html text/xml text/plain text/vnd.wap.wml application/javascript application/rss+xml"));
        table.Add(Take.Block("charset_map", ConfContext.Http, 2, 2, CharsetMaps.Slot, CharsetMapDirective.Read));
        table.Filter("charset", CharsetFilter.FilterHeader, static location => CharsetConf.Slot.Of(location).HasWork);
        table.Filter("charset", CharsetFilter.FilterBody, static location => CharsetConf.Slot.Of(location).HasWork);
    }

    private static void Set(DirectiveUse use, ref Setting<ComplexValue?> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        setting.Set(use.Name == "charset" && use[0] == "off" ? null : ComplexValue.Compile(use[0], use));
    }
}
