namespace Engine.Core.Modules;

/// <summary>What all workers of the server process share.</summary>
public sealed class ServerInformation
{
    /// <summary>Of the current cycle; a reload may change it.</summary>
    public int WorkerCount { get; internal set; }

    /// <summary>The process the pid file names: the master, or the only process.</summary>
    public required int MasterProcessId { get; init; }

    /// <summary><c>master_process off</c>.</summary>
    public required bool IsSingleProcess { get; init; }
}
