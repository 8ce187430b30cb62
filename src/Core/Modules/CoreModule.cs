using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>
/// A part of the server with directives of the main context: core, events, http, stream. What it does to a cycle happens in the
/// order of these methods; the order of modules is the host's list.
/// </summary>
public abstract class CoreModule
{
    /// <summary>As nginx names it, without "ngx_" and "_module".</summary>
    public abstract string Name { get; }

    /// <summary>Lines of this module for <c>-V</c>, such as "built with OpenSSL 3.0.1".</summary>
    public virtual IEnumerable<string> VersionLines => [];

    /// <summary>
    /// Further configure arguments for <c>-V</c>. Those that say which modules exist follow from the registered directives.
    /// </summary>
    public virtual IEnumerable<string> ConfigureArguments => [];

    /// <summary>Adds the module's directives. Their code reaches the cycle that is being read by <see cref="MainScope.CycleOf"/>.</summary>
    public abstract void Register(DirectiveTable table);

    /// <summary>The whole configuration has been read: merge and check it, declare listening sockets. Control thread.</summary>
    /// <exception cref="ConfException">The configuration can't be used; nothing of the running server has changed.</exception>
    public virtual void OnLoaded(Cycle cycle)
    {
    }

    /// <summary>Files and sockets are open; workers get the cycle next. Control thread. May still refuse with a <see cref="ConfException"/>.</summary>
    public virtual void OnActivated(Cycle cycle)
    {
    }

    /// <summary>The cycle becomes the current one of a worker. On its loop.</summary>
    public virtual void OnWorkerStart(Cycle cycle, Worker worker)
    {
    }

    /// <summary>A newer cycle has taken over, or the worker quits: what is idle closes. On the worker's loop.</summary>
    public virtual void OnWorkerStop(Cycle cycle, Worker worker)
    {
    }

    /// <summary>Nothing on this worker uses the cycle any more. On the worker's loop.</summary>
    public virtual void OnWorkerReleased(Cycle cycle, Worker worker)
    {
    }

    /// <summary>No worker uses the cycle any more. Control thread.</summary>
    public virtual void OnDisposed(Cycle cycle)
    {
    }
}
