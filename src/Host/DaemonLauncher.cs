using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>
/// <c>daemon on</c>: the process that was started waits until the one it starts serves, and only then ends with success. fork(2) is
/// not possible in a process with threads, so the child is this program once more.
/// </summary>
internal static class DaemonLauncher
{
    public static int Run(ChildProgram program)
    {
        var pid = program.Start(RoleKind.Daemon, program.CommandLine, out var fd);
        if (pid < 0)
        {
            Terminal.Complain($"[alert] posix_spawn() failed ({-pid}: {Errno.Text(-pid)})");
            return 1;
        }

        Span<byte> report = stackalloc byte[1];
        int read;
        do
            read = Files.Read(fd, report);
        while (read == -Errno.EINTR);
        // The end of the stream: the child is gone, and has said why.
        return read == 1 ? 0 : 1;
    }
}
