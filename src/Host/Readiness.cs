using Engine.Core.Log;
using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>Tells the one who started this process that it serves, and cuts it off from the terminal as nginx does.</summary>
internal sealed class Readiness(int launcherFd, bool isDaemon)
{
    private int launcher = launcherFd;

    public bool IsDaemon => isDaemon;

    public void Report(ErrorLog log)
    {
        log.RedirectStderr();
        if (launcher < 0)
            return;
        Terminal.Leave();
        Files.Write(launcher, [1]);
        Files.Close(launcher);
        launcher = -1;
    }
}
