using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Host.Server;

/// <summary>Who started the server process and keeps what belongs to the server as a whole: its pid file and listening sockets.</summary>
internal interface ISupervisor
{
    ISocketBinder Binder { get; }

    /// <summary>The process that the pid file names.</summary>
    int MasterProcessId { get; }

    /// <summary><c>master_process off</c>: signals come from outside and are logged here.</summary>
    bool IsSingleProcess { get; }

    /// <summary>Where the next cycle is loaded from.</summary>
    CycleSources SourcesOf(CycleSources sources);

    /// <summary>Files and sockets of the cycle are open. For the first one the process has still the rights it was started with.</summary>
    /// <exception cref="ConfException">The pid file can't be made.</exception>
    void OnOpened(Cycle cycle);

    /// <summary>The cycle is ready to serve, for the first time or after a reload.</summary>
    void OnReady(Cycle cycle);

    /// <summary>The cycle of <see cref="OnOpened"/> will not be ready.</summary>
    void OnFailed();

    /// <summary>Everything has ended well.</summary>
    void OnExit();
}
