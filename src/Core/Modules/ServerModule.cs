namespace Engine.Core.Modules;

/// <summary>A module of one kind of server (http, stream, mail), and what it is told over the life of that server's configurations.</summary>
public abstract class ServerModule<TConfiguration>
{
    /// <summary>nginx's name, without <c>ngx_</c>, the kind of server, and <c>_module</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Words of this module for <c>-V</c> that do not follow from its directives.</summary>
    public virtual IEnumerable<string> ConfigureArguments => [];

    /// <summary>All blocks are read and merged.</summary>
    /// <exception cref="Conf.ConfException">The configuration can't be used.</exception>
    public virtual void OnLoaded(TConfiguration configuration)
    {
    }

    /// <summary>The configuration becomes the current one of a worker; called on its loop.</summary>
    public virtual void OnWorkerStart(TConfiguration configuration, Worker worker)
    {
    }

    /// <summary>Another configuration has taken over on that worker, or the worker is quitting.</summary>
    public virtual void OnWorkerStop(TConfiguration configuration, Worker worker)
    {
    }

    /// <summary>The last request or session of the configuration on that worker is gone.</summary>
    public virtual void OnWorkerReleased(TConfiguration configuration, Worker worker)
    {
    }

    /// <summary>No worker has the configuration any more, or it could not be loaded; perhaps <see cref="OnLoaded"/> was never reached.</summary>
    public virtual void OnDisposed(TConfiguration configuration)
    {
    }
}
