using Engine.Core.Modules;

namespace Engine.Stream.Conf;

/// <summary>A module of the stream server: a folder whose tables this class registers.</summary>
public abstract class StreamModule
{
    /// <summary>nginx's name, without <c>ngx_stream_</c> and <c>_module</c>.</summary>
    public abstract string Name { get; }

    public abstract void Register(StreamModuleTable table);

    /// <summary>All blocks are read and merged.</summary>
    /// <exception cref="Core.Conf.ConfException">The configuration can't be used.</exception>
    public virtual void OnLoaded(StreamConfiguration configuration)
    {
    }

    /// <summary>The configuration becomes the current one of a worker; called on its loop.</summary>
    public virtual void OnWorkerStart(StreamConfiguration configuration, Worker worker)
    {
    }

    /// <summary>Another configuration has taken over on that worker, or the worker is quitting.</summary>
    public virtual void OnWorkerStop(StreamConfiguration configuration, Worker worker)
    {
    }

    /// <summary>The last session of the configuration on that worker is gone.</summary>
    public virtual void OnWorkerReleased(StreamConfiguration configuration, Worker worker)
    {
    }

    /// <summary>No worker has the configuration any more, or it could not be loaded; perhaps <see cref="OnLoaded"/> was never reached.</summary>
    public virtual void OnDisposed(StreamConfiguration configuration)
    {
    }
}
