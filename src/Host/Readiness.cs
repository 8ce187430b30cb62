using Engine.Core.Log;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>Tells the one who started this process that it serves, and cuts it off from the terminal as nginx does.</summary>
internal sealed class Readiness(int launcherFd)
{
    private const int StdinFd = 0;
    private const int StdoutFd = 1;

    private int launcher = launcherFd;

    /// <summary>In a foreground process: nobody waits.</summary>
    public static Readiness InForeground => new(-1);

    public bool IsDaemon { get; } = launcherFd >= 0;

    public void Report(ErrorLog log)
    {
        log.RedirectStderr();
        if (launcher < 0)
            return;
        var nothing = Files.Open("/dev/null"u8, Files.O_RDWR);
        Files.Duplicate(nothing, StdinFd);
        Files.Duplicate(nothing, StdoutFd);
        Files.Close(nothing);
        Files.Write(launcher, [1]);
        Files.Close(launcher);
        launcher = -1;
    }
}
