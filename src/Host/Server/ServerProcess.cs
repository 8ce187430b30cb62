using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>The process that serves: loads cycles, runs the workers, acts on signals. Everything here is on its control thread.</summary>
internal sealed class ServerProcess
{
    private static readonly int[] Handled =
    [
        Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM, Signals.SIGUSR1, Signals.SIGUSR2, Signals.SIGWINCH,
        // Without effect, and not deadly.
        Signals.SIGALRM, Signals.SIGIO, Signals.SIGSYS,
    ];

    private readonly CycleSources sources;
    private readonly ISupervisor supervisor;
    private readonly ControlLoop control;
    private readonly ListeningSockets sockets;
    private readonly Workers workers;
    private readonly ProcessSettings settings;
    private readonly ReloadGarbage garbage;
    private Cycle? current;
    private int swapsUnderWay;
    private bool isEnding;
    private bool hasEnded;

    public ServerProcess(CycleSources sources, ISupervisor supervisor, ProcessSettings settings)
    {
        this.sources = sources;
        this.supervisor = supervisor;
        this.settings = settings;
        control = new ControlLoop(Handled, OnSignal);
        garbage = new ReloadGarbage(control);
        sockets = new ListeningSockets(supervisor.Binder);
        workers = new Workers(
            control,
            new ServerInformation { MasterProcessId = supervisor.MasterProcessId, IsSingleProcess = supervisor.IsSingleProcess })
        { OnAllEnded = OnWorkersEnded };
    }

    /// <summary>Serves until a signal ends it; the process's exit code.</summary>
    public int Run(ErrorLog earlyLog)
    {
        try
        {
            var cycle = Build(earlyLog);
            LogStart(cycle.Log);
            supervisor.OnReady(cycle);
            current = cycle;
            workers.Start(cycle);
        }
        catch (ConfException exception)
        {
            earlyLog.Write(LogLevel.Emerg, $"{exception.Text}");
            sockets.CloseAll();
            return 1;
        }

        return control.Run();
    }

    /// <summary>Loads a cycle and gets it what it needs. The current one is not touched.</summary>
    private Cycle Build(ErrorLog log)
    {
        var cycle = CycleLoader.Load(BuiltinModules.All, supervisor.SourcesOf(sources), log, current);
        try
        {
            CyclePreparation.OpenFilesAndSockets(cycle, sockets, (int)cycle.Core.WorkerProcesses.Value, log);
            LogFiles.ProblemLog = cycle.Log;
            cycle.Log.Write(LogLevel.Notice, $"using the \"{cycle.Events.Use.Value}\" event method");
            supervisor.OnOpened(cycle);
            settings.Apply(cycle);
            if (!supervisor.IsSingleProcess && current is null)
                ProcessTitle.Set($"{ServerIdentity.ProcessName}: worker process");
            cycle.Activate();
            return cycle;
        }
        catch
        {
            Drop(cycle);
            throw;
        }
    }

    /// <summary>Another one goes on in place of a cycle that was to be the next.</summary>
    private void Drop(Cycle cycle)
    {
        supervisor.OnFailed();
        LogFiles.ProblemLog = current?.Log;
        cycle.Dispose();
    }

    private static void LogStart(ErrorLog log)
    {
        log.Write(LogLevel.Notice, $"{ServerIdentity.Product}");
        log.Write(LogLevel.Notice, $"built as {ServerIdentity.Engine}");
        log.Write(LogLevel.Notice, $"OS: {Processes.KernelRelease}");
        var (soft, hard) = Processes.Limit(Processes.RLIMIT_NOFILE);
        log.Write(LogLevel.Notice, $"getrlimit(RLIMIT_NOFILE): {soft}:{hard}");
    }

    private void OnSignal(ReceivedSignal signal)
    {
        if (supervisor.IsSingleProcess)
            current!.Log.Write(LogLevel.Notice, $"signal {signal.Number} ({Signals.NameOf(signal.Number)}) received from {signal.SenderPid}{ActionOf(signal.Number)}");
        switch (signal.Number)
        {
            case Signals.SIGINT when !supervisor.IsSingleProcess:
                // Ctrl-C reaches the whole process group; the master decides.
                break;
            case Signals.SIGTERM or Signals.SIGINT:
                Stop();
                break;
            case Signals.SIGQUIT:
                Quit();
                break;
            case Signals.SIGHUP:
                Reload();
                break;
            case Signals.SIGUSR1:
                Reopen();
                break;
        }
    }

    private static string ActionOf(int signal) => signal switch
    {
        Signals.SIGTERM or Signals.SIGINT => ", exiting",
        Signals.SIGQUIT => ", shutting down",
        Signals.SIGHUP => ", reconfiguring",
        Signals.SIGUSR1 => ", reopening logs",
        Signals.SIGUSR2 => ", ignoring: a binary upgrade needs a master process",
        _ => "",
    };

    private void Reload()
    {
        if (isEnding)
            return;
        var previous = current!;
        previous.Log.Write(LogLevel.Notice, $"reconfiguring");
        if (TryBuildNext(previous.Log) is not { } next)
        {
            CloseUnused();
            return;
        }

        previous.OnUnused = cycle => control.Post(() => OnReleased(cycle));
        current = next;
        swapsUnderWay++;
        workers.Swap(next, OnSwapped);
    }

    /// <summary>The next cycle, ready to serve; null, with the reason logged, when there is none. Nothing that goes wrong here ends the service.</summary>
    private Cycle? TryBuildNext(ErrorLog log)
    {
        Cycle? next = null;
        try
        {
            next = Build(log);
            supervisor.OnReady(next);
            return next;
        }
#pragma warning disable CA1031 // A defect in loading a configuration must not cost the one that is served.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            log.Write(LogLevel.Emerg, $"{(exception is ConfException conf ? conf.Text : $"the configuration can't be loaded: {exception}")}");
            if (next is not null)
                Drop(next);
            return null;
        }
    }

    private void OnSwapped()
    {
        swapsUnderWay--;
        CloseUnused();
    }

    /// <summary>Not while workers are between two cycles: they may still listen on what the newer one has not.</summary>
    private void CloseUnused()
    {
        if (swapsUnderWay == 0 && !isEnding)
            sockets.KeepOnly(current!, workers.Count);
    }

    /// <summary>What in nginx is the end of the old worker processes; scripts and test suites wait for the line.</summary>
    private void OnReleased(Cycle cycle)
    {
        cycle.Dispose();
        current!.Log.Write(LogLevel.Notice, $"worker process {Processes.Id} exited with code 0: configuration {cycle.Generation} is released");
        garbage.OnReloaded();
    }

    private void Reopen()
    {
        current!.Log.Write(LogLevel.Notice, $"reopening logs");
        workers.FlushLogs(onDone: () =>
        {
            LogFiles.DrainWriter();
            LogFiles.ReopenAll();
            current.Log.RedirectStderr();
        });
    }

    private void Quit()
    {
        if (isEnding)
            return;
        isEnding = true;
        if (!supervisor.IsSingleProcess)
            current!.Log.Write(LogLevel.Notice, $"gracefully shutting down");
        workers.Quit(onClosed: sockets.CloseAll);
        if (current!.Core.WorkerShutdownTimeoutMs.Or(0) is var timeout and > 0)
            control.After(timeout, Stop);
    }

    private void Stop()
    {
        const int stuckWorkerMs = 500;
        isEnding = true;
        workers.Stop();
        // A worker that never returns to its loop, because of Lua code without end, keeps nobody waiting.
        control.After(stuckWorkerMs, End);
    }

    private void OnWorkersEnded()
    {
        if (hasEnded)
            return;
        End();
        current!.Dispose();
    }

    private void End()
    {
        if (hasEnded)
            return;
        hasEnded = true;
        if (!supervisor.IsSingleProcess)
            current!.Log.Write(LogLevel.Notice, $"exiting");
        LogFiles.DrainWriter();
        sockets.CloseAll();
        supervisor.OnExit();
        current!.Log.Write(LogLevel.Notice, $"exit");
        control.Exit(0);
    }
}
