namespace Engine.Core.Modules;

/// <summary>What all workers of the server process share and never changes.</summary>
public sealed class ServerInformation
{
    public required int WorkerCount { get; init; }

    /// <summary>The process the pid file names: the master, or the only process.</summary>
    public required int MasterProcessId { get; init; }

    /// <summary><c>master_process off</c>.</summary>
    public required bool IsSingleProcess { get; init; }
}
