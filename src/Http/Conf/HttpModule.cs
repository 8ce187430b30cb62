using Engine.Core.Modules;

namespace Engine.Http.Conf;

/// <summary>A module of the http server: a folder whose tables this class registers.</summary>
public abstract class HttpModule
{
    /// <summary>nginx's name, without <c>ngx_http_</c> and <c>_module</c>.</summary>
    public abstract string Name { get; }

    public abstract void Register(HttpModuleTable table);

    /// <summary>Words of this module for <c>-V</c> that do not follow from its directives.</summary>
    public virtual IEnumerable<string> ConfigureArguments => [];

    /// <summary>All blocks are read and merged.</summary>
    /// <exception cref="Core.Conf.ConfException">The configuration can't be used.</exception>
    public virtual void OnLoaded(HttpConfiguration configuration)
    {
    }

    /// <summary>The configuration becomes the current one of a worker; called on its loop.</summary>
    public virtual void OnWorkerStart(HttpConfiguration configuration, Worker worker)
    {
    }

    /// <summary>Another configuration has taken over on that worker, or the worker is quitting.</summary>
    public virtual void OnWorkerStop(HttpConfiguration configuration, Worker worker)
    {
    }

    /// <summary>The last request of the configuration on that worker is gone.</summary>
    public virtual void OnWorkerReleased(HttpConfiguration configuration, Worker worker)
    {
    }

    /// <summary>No worker has the configuration any more, or it could not be loaded; perhaps <see cref="OnLoaded"/> was never reached.</summary>
    public virtual void OnDisposed(HttpConfiguration configuration)
    {
    }
}
