using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Autoindex;

public enum AutoindexFormat
{
    Html,
    Json,

    /// <summary>A call of the function that the argument "callback" names.</summary>
    Jsonp,
    Xml,
}

/// <summary>ngx_http_autoindex_module: lists of directories.</summary>
public sealed class AutoindexModule : HttpModule
{
    private static readonly (string, AutoindexFormat)[] Formats =
        [("html", AutoindexFormat.Html), ("json", AutoindexFormat.Json), ("jsonp", AutoindexFormat.Jsonp), ("xml", AutoindexFormat.Xml)];

    public override string Name => "autoindex";

    public override void Register(HttpModuleTable table)
    {
        var slot = AutoindexConf.Slot;
        table.Slot(slot);
        table.Add(Take.Flag("autoindex", ConfContext.HttpAny, slot, static c => ref c.IsOn, "off"));
        table.Add(Take.Enum("autoindex_format", ConfContext.HttpAny, slot, static c => ref c.Format, Formats, "html"));
        table.Add(Take.Flag("autoindex_localtime", ConfContext.HttpAny, slot, static c => ref c.LocalTime, "off"));
        table.Add(Take.Flag("autoindex_exact_size", ConfContext.HttpAny, slot, static c => ref c.ExactSize, "on"));
        table.Handler(Phase.Content, AutoindexHandler.Handle, static location => AutoindexConf.Slot.Of(location).IsOn.Value);
    }
}

public sealed class AutoindexConf : IConf<AutoindexConf>
{
    public static readonly LocationSlot<AutoindexConf> Slot = new();

    public Setting<bool> IsOn;
    public Setting<AutoindexFormat> Format;
    public Setting<bool> LocalTime;
    public Setting<bool> ExactSize;

    public void MergeFrom(AutoindexConf? outer, HttpConfiguration configuration)
    {
        IsOn.MergeFrom(outer?.IsOn ?? default, false);
        Format.MergeFrom(outer?.Format ?? default, AutoindexFormat.Html);
        LocalTime.MergeFrom(outer?.LocalTime ?? default, false);
        ExactSize.MergeFrom(outer?.ExactSize ?? default, true);
    }
}
