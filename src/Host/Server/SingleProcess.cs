using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary><c>master_process off</c>: the server process is the only one.</summary>
internal sealed class SingleProcess(Readiness readiness) : ISupervisor
{
    private PidFile? pidFile;
    private PidFile? nextPidFile;

    public ISocketBinder Binder { get; } = new LocalSocketBinder();

    public int MasterProcessId => Processes.Id;

    public bool IsSingleProcess => true;

    public CycleSources SourcesOf(CycleSources sources) => sources;

    public void OnOpened(Cycle cycle)
    {
        var path = cycle.Core.Pid.Value;
        if (pidFile?.Path != path)
            nextPidFile = PidFile.Create(path);
    }

    public void OnReady(Cycle cycle)
    {
        if (nextPidFile is not null)
        {
            nextPidFile.Write();
            pidFile?.Remove();
            pidFile = nextPidFile;
            nextPidFile = null;
        }

        ErrorLog.EchoesToStderr = false;
        readiness.Report(cycle.Log);
    }

    public void OnFailed()
    {
        nextPidFile?.Remove();
        nextPidFile = null;
    }

    public void OnExit() => pidFile?.Remove();
}
