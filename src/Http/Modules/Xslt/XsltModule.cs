using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Xslt;

/// <summary>ngx_http_xslt_module: XML responses go through stylesheets.</summary>
public sealed class XsltModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "xslt";

    /// <summary>A server that was built without libxslt refuses the directives, and says so.</summary>
    public override IEnumerable<string> ConfigureArguments => XsltMainConf.IsAvailable ? ["--with-http_xslt_module"] : [];

    public override void Register(HttpModuleTable table)
    {
        var slot = XsltConf.Slot;
        table.Slot(XsltMainConf.Slot);
        table.Slot(slot);
        table.Slot(XsltState.Slot);
        table.Add(Take.Custom("xml_entities", Any, 1, 1, slot, XsltDirectives.ReadEntities));
        table.Add(Take.Flag("xml_external_entities", Any, slot, static c => ref c.LoadsEntities, "off"));
        table.Add(Take.Custom("xslt_stylesheet", ConfContext.HttpLocation, 1, int.MaxValue, slot, XsltDirectives.ReadStylesheet));
        table.Add(Take.Custom("xslt_param", Any, 2, 2, slot, static (use, conf) => XsltDirectives.ReadParameter(use, conf, isText: false)));
        table.Add(Take.Custom("xslt_string_param", Any, 2, 2, slot, static (use, conf) => XsltDirectives.ReadParameter(use, conf, isText: true)));
        table.Add(Take.Custom("xslt_types", Any, 1, int.MaxValue, slot, XsltDirectives.ReadTypes, "text/xml"));
        table.Add(Take.Flag("xslt_last_modified", Any, slot, static c => ref c.KeepLastModified, "off"));
        table.Filter("xslt", XsltFilter.FilterHeader, static location => XsltConf.Slot.Of(location).Stylesheets.Count > 0);
        table.Filter("xslt", XsltFilter.FilterBody, static location => XsltConf.Slot.Of(location).Stylesheets.Count > 0);
    }

    public override void OnDisposed(HttpConfiguration configuration) => XsltMainConf.Slot.Of(configuration)?.Dispose();
}
