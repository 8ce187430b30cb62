using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>
/// The process that the pid file names. It reads of the configuration only what concerns processes, holds the listening sockets,
/// turns signals into actions, and starts the server process again when that dies.
/// </summary>
internal sealed class MasterProcess
{
    private static readonly int[] Handled =
    [
        Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM, Signals.SIGUSR1, Signals.SIGUSR2,
        Signals.SIGWINCH, Signals.SIGCHLD, Signals.SIGALRM, Signals.SIGIO, Signals.SIGSYS,
    ];

    private readonly CycleSources sources;
    private readonly ChildProgram program;
    private readonly Readiness readiness;
    private readonly ControlLoop control;
    private readonly MasterService service;
    private readonly ReloadGarbage garbage;
    private readonly RestartDelay restartDelay = new(static () => Environment.TickCount64);
    private readonly BinaryUpgrade upgrade;
    private readonly int oldBinary;
    private Cycle outline;
    private ErrorLog log = new();
    private PidFile? pidFile;
    private int server;
    private int announced;
    private int channel = -1;
    private bool isPaused;
    private bool isEnding;

    public MasterProcess(CycleSources sources, Cycle outline, ChildProgram program, Readiness readiness, List<(SocketKey Key, int Fd)> inherited)
    {
        this.sources = sources;
        this.outline = outline;
        this.program = program;
        this.readiness = readiness;
        control = new ControlLoop(Handled, OnSignal);
        garbage = new ReloadGarbage(control);
        service = new MasterService(sources)
        {
            OnReady = OnReady,
            IsDaemon = readiness.IsDaemon,
            Log = () => log,
            IsShared = () => upgrade!.NewProcess > 0 || IsBesideOldBinary,
        };
        service.Inherit(inherited);
        upgrade = new BinaryUpgrade(program);
        oldBinary = inherited.Count > 0 ? Processes.ParentId : 0;
    }

    public int Run(ErrorLog earlyLog)
    {
        log = earlyLog;
        ProcessEnvironment.Replace(sources.Environment);
        ProcessTitle.Set($"{ServerIdentity.ProcessName}: master process {program.CommandLine}");
        StartServer();
        return control.Run();
    }

    /// <summary>The master that started this one to take over runs still.</summary>
    private bool IsBesideOldBinary => oldBinary != 0 && Processes.ParentId == oldBinary;

    private void StartServer()
    {
        server = program.Start(RoleKind.Server, $"{ServerIdentity.ProcessName}: worker process", out channel);
        if (server < 0)
        {
            log.Write(LogLevel.Alert, $"posix_spawn() failed", -server);
            server = 0;
            OnServerGone();
            return;
        }

        restartDelay.OnStarted();
        control.Watch(channel, OnRequest);
    }

    private void OnRequest()
    {
        if (!service.Answer(channel))
            CloseChannel();
    }

    private string? OnReady(MasterConfiguration? configuration)
    {
        var isFirst = pidFile is null;
        try
        {
            Take(configuration?.Outline ?? outline);
        }
        catch (ConfException exception)
        {
            return exception.Text;
        }

        ErrorLog.EchoesToStderr = false;
        if (isFirst)
            readiness.Report(log);
        AnnounceServer();
        garbage.OnReloaded();
        return null;
    }

    /// <summary>The log and the pid file become those of this configuration.</summary>
    private void Take(Cycle next)
    {
        if (!next.LogFiles.OpenAll(out var failure, out var errno))
            throw new ConfException($"{failure} ({errno}: {Errno.Text(errno)})");
        WritePidFile(next.Core.Pid.Value);
        log = LogFiles.ProblemLog = next.Log;
        log.RedirectStderr();
        if (next != outline)
            outline.Dispose();
        outline = next;
    }

    /// <summary>Once for each process: a reload starts none.</summary>
    private void AnnounceServer()
    {
        if (announced == server)
            return;
        announced = server;
        log.Write(LogLevel.Notice, $"start worker processes");
        log.Write(LogLevel.Notice, $"start worker process {server}");
    }

    private void WritePidFile(string path)
    {
        if (pidFile?.Path == path)
            return;
        var next = PidFile.Create(path);
        next.Write();
        pidFile?.Remove();
        pidFile = next;
    }

    private void OnSignal(ReceivedSignal signal)
    {
        if (signal.Number != Signals.SIGCHLD || announced == server)
            log.Write(LogLevel.Notice, $"signal {signal.Number} ({Signals.NameOf(signal.Number)}) received from {signal.SenderPid}{ActionOf(signal.Number)}");
        switch (signal.Number)
        {
            case Signals.SIGCHLD:
                CollectChildren();
                break;
            case Signals.SIGTERM or Signals.SIGINT:
                End(Signals.SIGTERM);
                break;
            case Signals.SIGQUIT:
                End(Signals.SIGQUIT);
                break;
            case Signals.SIGHUP:
                Reload();
                break;
            case Signals.SIGUSR1:
                Reopen();
                break;
            case Signals.SIGUSR2 when CanUpgrade:
                log.Write(LogLevel.Notice, $"changing binary");
                upgrade.Start(pidFile!, service.Open, log);
                break;
            case Signals.SIGWINCH when readiness.IsDaemon:
                isPaused = true;
                Forward(Signals.SIGQUIT);
                break;
        }
    }

    private string ActionOf(int signal) => signal switch
    {
        Signals.SIGTERM or Signals.SIGINT => ", exiting",
        Signals.SIGQUIT => ", shutting down",
        Signals.SIGHUP => ", reconfiguring",
        Signals.SIGUSR1 => ", reopening logs",
        Signals.SIGUSR2 when CanUpgrade => ", changing binary",
        Signals.SIGUSR2 => ", ignoring: you should shutdown or terminate before either old or new binary's process",
        Signals.SIGWINCH when readiness.IsDaemon => ", stop accepting connections",
        _ => "",
    };

    private bool CanUpgrade => upgrade.NewProcess == 0 && !IsBesideOldBinary && pidFile is not null && !isEnding;

    private void Reload()
    {
        isPaused = false;
        if (isEnding)
            return;
        if (upgrade.NewProcess > 0)
        {
            // The files on disk are for the new binary by now: this one goes on with what it served.
            RestartServer();
            return;
        }

        service.IsRestart = false;
        if (server > 0)
            Forward(Signals.SIGHUP);
        else
            StartServer();
    }

    private void Reopen()
    {
        log.Write(LogLevel.Notice, $"reopening logs");
        LogFiles.ReopenAll();
        log.RedirectStderr();
        Forward(Signals.SIGUSR1);
    }

    private void End(int signal)
    {
        isEnding = true;
        service.CloseAll();
        if (server > 0)
            Forward(signal);
        else
            Finish();
    }

    private void Forward(int signal)
    {
        if (server > 0)
            Processes.Kill(server, signal);
    }

    private void CollectChildren()
    {
        int pid;
        while ((pid = Processes.Wait(-1, Processes.WNOHANG, out var status)) > 0)
        {
            if (pid == upgrade.NewProcess)
                OnNewBinaryGone(status);
            if (pid != server)
                continue;
            if (announced == server || !Processes.HasExited(status))
                LogEnd(status);
            server = 0;
            CloseChannel();
            OnServerGone();
        }
    }

    private void OnNewBinaryGone(int status)
    {
        log.Write(LogLevel.Notice, $"new binary process {upgrade.NewProcess} exited with code {Processes.ExitCodeOf(status)}");
        upgrade.OnNewGone(pidFile!, log);
        if (!isPaused)
            return;
        isPaused = false;
        RestartServer();
    }

    private void LogEnd(int status)
    {
        if (Processes.HasExited(status))
            log.Write(LogLevel.Notice, $"worker process {server} exited with code {Processes.ExitCodeOf(status)}");
        else if (Processes.DumpedCore(status))
            log.Write(LogLevel.Alert, $"worker process {server} exited on signal {Processes.SignalOf(status)} (core dumped)");
        else
            log.Write(LogLevel.Alert, $"worker process {server} exited on signal {Processes.SignalOf(status)}");
    }

    private void OnServerGone()
    {
        if (pidFile is null)
        {
            // It has said why it can't begin.
            service.CloseAll();
            control.Exit(1);
        }
        else if (isEnding)
            Finish();
        else if (!isPaused)
            control.After(restartDelay.Next(), RestartServer);
    }

    private void RestartServer()
    {
        if (server != 0 || isEnding || isPaused)
            return;
        service.IsRestart = true;
        StartServer();
    }

    private void Finish()
    {
        pidFile?.Remove();
        log.Write(LogLevel.Notice, $"exit");
        control.Exit(0);
    }

    private void CloseChannel()
    {
        if (channel < 0)
            return;
        control.Unwatch(channel);
        Files.Close(channel);
        channel = -1;
    }
}
