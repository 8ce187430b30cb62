using Engine.Http.Conf;

namespace Engine.Http.Modules.NotModified;

/// <summary>ngx_http_not_modified_filter_module: conditional requests. Its directives are those of core.</summary>
public sealed class NotModifiedModule : HttpModule
{
    public override string Name => "not_modified";

    public override void Register(HttpModuleTable table) => table.Filter("not_modified", NotModifiedFilter.Filter);
}
