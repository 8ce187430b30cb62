using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Flv;

/// <summary>ngx_http_flv_module: videos from a place on, <c>?start=bytes</c>, with the head that a player needs.</summary>
public sealed class FlvModule : HttpModule
{
    public override string Name => "flv";

    public override void Register(HttpModuleTable table) =>
        table.Add(new Directive("flv", ConfContext.HttpLocation, 0, 0, static use => HttpScope.Of(use).Location.ContentHandler = FlvHandler.Handle));
}
