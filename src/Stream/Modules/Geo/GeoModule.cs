using Engine.Core.Conf;
using Engine.Core.Scripting.Geo;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Geo;

/// <summary>ngx_stream_geo_module: variables whose values depend on the client's address.</summary>
public sealed class GeoModule : StreamModule
{
    public override string Name => "geo";

    public override void Register(StreamModuleTable table) =>
        table.Add(GeoBlock.Row(ConfContext.Stream, static use => new GeoLines(use), static (source, lines) => new GeoVariable(source, lines)));
}
