using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>A line of the user database.</summary>
public readonly record struct UserEntry(uint UserId, uint GroupId, string Name);

/// <summary>Processes, users and limits. Every call returns its result, or -errno.</summary>
public static unsafe partial class Processes
{
    public const int RLIMIT_CORE = 4;
    public const int RLIMIT_NOFILE = 7;
    public const int WNOHANG = 1;
    private const int PR_SET_PDEATHSIG = 1;
    private const int PR_SET_NAME = 15;

    public static int Id => getpid();

    public static uint UserId => geteuid();

    /// <summary>The kernel's id of the calling thread, which log lines show.</summary>
    public static int ThreadId => gettid();

    /// <summary>
    /// Starts a program with these arguments and environment, and with the signals blocked from its first instruction on; descriptors not
    /// close-on-exec are inherited. The pid or -errno.
    /// </summary>
    public static int Spawn(string path, string[] arguments, string[] environment, ReadOnlySpan<int> blockedSignals, bool newSession)
    {
        var argv = Native(arguments);
        var envp = Native(environment);
        var attributes = stackalloc byte[512];
        posix_spawnattr_init(attributes);
        const short setSigMask = 8;
        const short setSession = 0x80;
        posix_spawnattr_setflags(attributes, (short)(setSigMask | (newSession ? setSession : 0)));
        var mask = stackalloc byte[Signals.SigSetSize];
        Signals.Fill(mask, blockedSignals);
        posix_spawnattr_setsigmask(attributes, mask);
        int pid;
        fixed (byte* program = SystemText.ZeroTerminated(path))
        {
            var error = posix_spawn(&pid, program, null, attributes, argv, envp);
            Free(argv);
            Free(envp);
            posix_spawnattr_destroy(attributes);
            return error == 0 ? pid : -error;
        }
    }

    /// <summary>Becomes another program, in the same process and with the calling thread's blocked signals. Returns only -errno.</summary>
    public static int Execute(string path, string[] arguments, string[] environment)
    {
        var argv = Native(arguments);
        var envp = Native(environment);
        fixed (byte* program = SystemText.ZeroTerminated(path))
            execve(program, argv, envp);
        var result = -Errno.Last;
        Free(argv);
        Free(envp);
        return result;
    }

    /// <summary>Collects a child: its pid, 0 when none has ended, or -errno.</summary>
    public static int Wait(int pid, int options, out int status)
    {
        int local;
        var result = waitpid(pid, &local, options);
        status = local;
        return result >= 0 ? result : -Errno.Last;
    }

    public static int Kill(int pid, int signal) => kill(pid, signal) == 0 ? 0 : -Errno.Last;

    public static UserEntry? FindUser(string name)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(name))
        {
            var entry = getpwnam(pointer);
            return entry == null ? null : new UserEntry(entry->UserId, entry->GroupId, name);
        }
    }

    public static uint? FindGroup(string name)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(name))
        {
            var entry = getgrnam(pointer);
            return entry == null ? null : entry->GroupId;
        }
    }

    /// <summary>Becomes that user for good, with its supplementary groups; glibc applies it to every thread.</summary>
    public static int BecomeUser(UserEntry user, uint group)
    {
        fixed (byte* name = SystemText.ZeroTerminated(user.Name))
        {
            if (setgid(group) != 0 || initgroups(name, group) != 0 || setuid(user.UserId) != 0)
                return -Errno.Last;
            return 0;
        }
    }

    public static int SetLimit(int resource, ulong value)
    {
        var limit = stackalloc ulong[2] { value, value };
        return setrlimit(resource, limit) == 0 ? 0 : -Errno.Last;
    }

    /// <summary>The soft and the hard limit.</summary>
    public static (ulong Soft, ulong Hard) Limit(int resource)
    {
        var limit = stackalloc ulong[2];
        return getrlimit(resource, limit) == 0 ? (limit[0], limit[1]) : default;
    }

    /// <summary>Binds the calling thread to the processors of the mask: bit n of word m is processor 64 m + n.</summary>
    public static int SetAffinity(ReadOnlySpan<ulong> mask)
    {
        fixed (ulong* words = mask)
            return sched_setaffinity(0, (nuint)(mask.Length * sizeof(ulong)), words) == 0 ? 0 : -Errno.Last;
    }

    public static int ParentId => getppid();

    public static int ChangeDirectory(string path)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(path))
            return chdir(pointer) == 0 ? 0 : -Errno.Last;
    }

    /// <summary>"Linux 6.1.0": the name and release of the kernel.</summary>
    public static string KernelRelease
    {
        get
        {
            const int fieldLength = 65;
            var names = stackalloc byte[fieldLength * 6];
            return uname(names) < 0 ? "" : $"{Marshal.PtrToStringUTF8((nint)names)} {Marshal.PtrToStringUTF8((nint)(names + 2 * fieldLength))}";
        }
    }

    /// <summary>Ends the process at once, without finalizers or exit handlers.</summary>
    public static void ExitNow(int code)
    {
        // What Lua's io library has not written yet. Others of libc's streams are not for us to wait for.
        if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "stdout", out var stream))
            fflush(*(nint*)stream);
        _exit(code);
    }

    public static bool HasExited(int status) => (status & 0x7F) == 0;

    public static int ExitCodeOf(int status) => (status >> 8) & 0xFF;

    public static int SignalOf(int status) => status & 0x7F;

    public static bool DumpedCore(int status) => (status & 0x80) != 0;

    public static int SetPriority(int priority) => setpriority(0, 0, priority) == 0 ? 0 : -Errno.Last;

    /// <summary>The calling process gets <paramref name="signal"/> when the one that started it ends.</summary>
    public static void SignalOnParentDeath(int signal) => prctl(PR_SET_PDEATHSIG, (nuint)signal);

    /// <summary>Allows core dumps and /proc access again after the user was changed.</summary>
    public static void SetDumpable()
    {
        const int setDumpable = 4;
        prctl(setDumpable, 1);
    }

    /// <summary>The calling thread's name, 15 bytes at most.</summary>
    public static void SetThreadName(string name)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(name))
            prctl(PR_SET_NAME, (nuint)pointer);
    }

    private static byte** Native(string[] values)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)((values.Length + 1) * sizeof(byte*)));
        for (var i = 0; i < values.Length; i++)
            array[i] = NativeCopy(values[i]);
        array[values.Length] = null;
        return array;
    }

    private static void Free(byte** array)
    {
        for (var i = 0; array[i] != null; i++)
            NativeMemory.Free(array[i]);
        NativeMemory.Free(array);
    }

    /// <summary>The text in native memory, terminated by zero.</summary>
    internal static byte* NativeCopy(string text)
    {
        var bytes = SystemText.ZeroTerminated(text);
        var copy = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
        bytes.CopyTo(new Span<byte>(copy, bytes.Length));
        return copy;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Passwd
    {
        public byte* Name;
        public byte* Password;
        public uint UserId;
        public uint GroupId;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Group
    {
        public byte* Name;
        public byte* Password;
        public uint GroupId;
    }

    [LibraryImport("libc")]
    private static partial int getpid();

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial int gettid();

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int execve(byte* path, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* mask);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial Passwd* getpwnam(byte* name);

    [LibraryImport("libc")]
    private static partial Group* getgrnam(byte* name);

    [LibraryImport("libc")]
    private static partial int setuid(uint user);

    [LibraryImport("libc")]
    private static partial int setgid(uint group);

    [LibraryImport("libc")]
    private static partial int initgroups(byte* user, uint group);

    [LibraryImport("libc")]
    private static partial int setrlimit(int resource, ulong* limit);

    [LibraryImport("libc")]
    private static partial int sched_setaffinity(int pid, nuint size, ulong* mask);

    [LibraryImport("libc")]
    private static partial int getrlimit(int resource, ulong* limit);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int chdir(byte* path);

    [LibraryImport("libc")]
    private static partial int uname(byte* names);

    [LibraryImport("libc")]
    private static partial void _exit(int code);

    [LibraryImport("libc")]
    private static partial int fflush(nint stream);

    [LibraryImport("libc")]
    private static partial int setpriority(int which, uint who, int priority);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint argument);
}
