namespace Engine.Core.Modules;

/// <summary>
/// One kind of server as a part of the whole: the block of its configuration, and its modules, which hear of what happens to that. A
/// configuration without the block costs nothing.
/// </summary>
public abstract class ServerBlock<TConfiguration>(IReadOnlyList<ServerModule<TConfiguration>> modules) : CoreModule where TConfiguration : class
{
    public override IEnumerable<string> ConfigureArguments => modules.SelectMany(static module => module.ConfigureArguments);

    public sealed override void OnLoaded(Cycle cycle)
    {
        if (cycle.Get<TConfiguration>() is { } configuration)
            OnLoaded(configuration);
    }

    public sealed override void OnWorkerStart(Cycle cycle, Worker worker)
    {
        if (cycle.Get<TConfiguration>() is not { } configuration)
            return;
        OnWorkerStart(configuration, worker);
        foreach (var module in modules)
            module.OnWorkerStart(configuration, worker);
    }

    public sealed override void OnWorkerStop(Cycle cycle, Worker worker)
    {
        if (cycle.Get<TConfiguration>() is not { } configuration)
            return;
        OnWorkerStop(configuration, worker);
        foreach (var module in modules)
            module.OnWorkerStop(configuration, worker);
    }

    public sealed override void OnWorkerReleased(Cycle cycle, Worker worker)
    {
        if (cycle.Get<TConfiguration>() is not { } configuration)
            return;
        foreach (var module in modules)
            module.OnWorkerReleased(configuration, worker);
    }

    public sealed override void OnDisposed(Cycle cycle)
    {
        if (cycle.Get<TConfiguration>() is not { } configuration)
            return;
        foreach (var module in modules)
            module.OnDisposed(configuration);
    }

    /// <summary>The configuration is read: it is merged, the modules are told (<see cref="TellLoaded"/>), and it gets its sockets.</summary>
    protected abstract void OnLoaded(TConfiguration configuration);

    /// <summary>Before the modules: the worker takes the configuration for what comes.</summary>
    protected virtual void OnWorkerStart(TConfiguration configuration, Worker worker)
    {
    }

    /// <summary>Before the modules: nothing new begins with the configuration on that worker.</summary>
    protected abstract void OnWorkerStop(TConfiguration configuration, Worker worker);

    protected void TellLoaded(TConfiguration configuration)
    {
        foreach (var module in modules)
            module.OnLoaded(configuration);
    }
}
