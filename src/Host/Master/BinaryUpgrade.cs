using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>
/// USR2: the executable that stands on disk by now is started beside this one and gets the listening sockets. Until one of the two is told
/// to quit, both serve; this one's pid file has the suffix ".oldbin" meanwhile.
/// </summary>
internal sealed class BinaryUpgrade(ChildProgram program)
{
    private const string OldSuffix = ".oldbin";

    /// <summary>The executable's path when it was started: what stands there now is the new one.</summary>
    private readonly string path = Environment.ProcessPath!;

    /// <summary>The new binary's master while it runs beside this one; 0 otherwise.</summary>
    public int NewProcess { get; private set; }

    public void Start(PidFile pidFile, IReadOnlyCollection<ListeningSocket> sockets, ErrorLog log)
    {
        var name = pidFile.Path;
        if (pidFile.Rename(name + OldSuffix) is var failed and < 0)
        {
            log.Write(LogLevel.Alert, $"rename() {name} to {name}{OldSuffix} failed before executing new binary process \"{path}\"", -failed);
            return;
        }

        foreach (var socket in sockets)
            Files.SetInherited(socket.Fd, true);
        var pid = program.StartNew(path, InheritedSockets.ToVariable(sockets));
        foreach (var socket in sockets)
            Files.SetInherited(socket.Fd, false);
        if (pid > 0)
        {
            NewProcess = pid;
            log.Write(LogLevel.Notice, $"start new binary process {pid}");
            return;
        }

        log.Write(LogLevel.Alert, $"execve() failed while executing new binary process \"{path}\"", -pid);
        pidFile.Rename(name);
    }

    /// <summary>The new binary's master is gone: this one is the only one again.</summary>
    public void OnNewGone(PidFile pidFile, ErrorLog log)
    {
        NewProcess = 0;
        var name = pidFile.Path[..^OldSuffix.Length];
        if (pidFile.Rename(name) is var failed and < 0)
            log.Write(LogLevel.Alert, $"rename() {name}{OldSuffix} back to {name} failed after the new binary process has ended", -failed);
    }
}
