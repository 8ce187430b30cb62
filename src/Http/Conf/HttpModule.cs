using Engine.Core.Modules;

namespace Engine.Http.Conf;

/// <summary>A module of the http server: a folder whose tables this class registers.</summary>
public abstract class HttpModule : ServerModule<HttpConfiguration>
{
    public abstract void Register(HttpModuleTable table);
}
