using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>
/// Programs that talk to the server over pipes. They start with no signal blocked or ignored, whatever the server does with signals; every
/// call returns its result, or -errno.
/// </summary>
public static unsafe partial class ChildProcesses
{
    private const short POSIX_SPAWN_SETSIGDEF = 0x04;
    private const short POSIX_SPAWN_SETSIGMASK = 0x08;

    /// <summary>Room for posix_spawnattr_t and posix_spawn_file_actions_t of glibc and musl.</summary>
    private const int OpaqueSize = 512;

    /// <summary>
    /// Starts a program, looked for along PATH, whose standard streams are these descriptors. Arguments and environment are arrays of
    /// zero-terminated strings that end with null; no environment means that of the server. The pid or -errno.
    /// </summary>
    public static int Start(byte* file, byte** arguments, byte** environment, int stdin, int stdout, int stderr)
    {
        var actions = stackalloc byte[OpaqueSize];
        var attributes = stackalloc byte[OpaqueSize];
        var none = stackalloc byte[Signals.SigSetSize];
        var all = stackalloc byte[Signals.SigSetSize];
        sigemptyset(none);
        sigfillset(all);
        posix_spawn_file_actions_init(actions);
        posix_spawnattr_init(attributes);
        posix_spawn_file_actions_adddup2(actions, stdin, 0);
        posix_spawn_file_actions_adddup2(actions, stdout, 1);
        posix_spawn_file_actions_adddup2(actions, stderr, 2);
        posix_spawnattr_setsigmask(attributes, none);
        posix_spawnattr_setsigdefault(attributes, all);
        posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        int pid;
        var error = posix_spawnp(&pid, file, actions, attributes, arguments, environment == null ? ProcessEnvironment.Current : environment);
        posix_spawnattr_destroy(attributes);
        posix_spawn_file_actions_destroy(actions);
        return error == 0 ? pid : -error;
    }

    /// <summary>A pipe whose descriptors started programs do not inherit. 0 or -errno.</summary>
    public static int OpenPipe(out int readEnd, out int writeEnd)
    {
        const int closeOnExec = 0x80000;
        var ends = stackalloc int[2];
        var result = pipe2(ends, closeOnExec);
        // A failed call leaves numbers that may be descriptors of somebody else.
        readEnd = result == 0 ? ends[0] : -1;
        writeEnd = result == 0 ? ends[1] : -1;
        return result == 0 ? 0 : -Errno.Last;
    }

    /// <summary>Reads and writes of the descriptor don't block from now on; that of the other end of a pipe still do.</summary>
    public static void SetNonBlocking(int fd)
    {
        const int setFlags = 4;
        const int getFlags = 3;
        const int nonBlocking = 0x800;
        fcntl(fd, setFlags, fcntl(fd, getFlags, 0) | nonBlocking);
    }

    /// <summary>A descriptor that becomes readable when the process has ended.</summary>
    public static int OpenProcess(int pid)
    {
        const int pidfdOpen = 434;
        var fd = (int)syscall(pidfdOpen, pid, 0);
        return fd >= 0 ? fd : -Errno.Last;
    }

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* set);

    [LibraryImport("libc")]
    private static partial int sigfillset(byte* set);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int becomes);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(byte* attributes, byte* mask);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnp(int* pid, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command, int value);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long syscall(long number, long pid, long flags);
}
