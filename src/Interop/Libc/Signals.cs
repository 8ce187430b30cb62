using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>
/// Signals, taken by one thread with sigwaitinfo(2) while every other thread has them blocked: no handler ever runs, so
/// nothing of the server is entered at an unknown point.
/// </summary>
public static unsafe partial class Signals
{
    public const int SIGHUP = 1;
    public const int SIGINT = 2;
    public const int SIGQUIT = 3;
    public const int SIGKILL = 9;
    public const int SIGUSR1 = 10;
    public const int SIGUSR2 = 12;
    public const int SIGPIPE = 13;
    public const int SIGALRM = 14;
    public const int SIGTERM = 15;
    public const int SIGCHLD = 17;
    public const int SIGWINCH = 28;
    public const int SIGIO = 29;
    public const int SIGSYS = 31;
    private const int SIG_BLOCK = 0;
    internal const int SigSetSize = 128;

    /// <summary>Blocks the signals in the calling thread and in every thread it starts from now on.</summary>
    public static void Block(ReadOnlySpan<int> signals)
    {
        var set = stackalloc byte[SigSetSize];
        Fill(set, signals);
        pthread_sigmask(SIG_BLOCK, set, null);
    }

    /// <summary>Whether the calling thread has all of them blocked.</summary>
    public static bool AreBlocked(ReadOnlySpan<int> signals)
    {
        var set = stackalloc byte[SigSetSize];
        pthread_sigmask(SIG_BLOCK, null, set);
        foreach (var signal in signals)
        {
            if (sigismember(set, signal) != 1)
                return false;
        }

        return true;
    }

    /// <summary>Waits for one of the signals; the number, and who sent it.</summary>
    public static int Wait(ReadOnlySpan<int> signals, out int senderPid)
    {
        var set = stackalloc byte[SigSetSize];
        Fill(set, signals);
        var info = stackalloc byte[SigSetSize];
        int signal;
        do
            signal = sigwaitinfo(set, info);
        while (signal < 0 && Errno.Last == Errno.EINTR);
        const int pidOffset = 16;
        senderPid = *(int*)(info + pidOffset);
        return signal;
    }

    /// <summary>The signal has no effect any more, here and in started programs.</summary>
    public static void Ignore(int signal)
    {
        const nint ignore = 1;
        signal_(signal, ignore);
    }

    public static string NameOf(int signal) => signal switch
    {
        SIGHUP => "SIGHUP",
        SIGINT => "SIGINT",
        SIGQUIT => "SIGQUIT",
        SIGUSR1 => "SIGUSR1",
        SIGUSR2 => "SIGUSR2",
        SIGTERM => "SIGTERM",
        SIGCHLD => "SIGCHLD",
        SIGWINCH => "SIGWINCH",
        SIGALRM => "SIGALRM",
        SIGIO => "SIGIO",
        SIGSYS => "SIGSYS",
        SIGPIPE => "SIGPIPE",
        _ => $"signal {signal}",
    };

    internal static void Fill(byte* set, ReadOnlySpan<int> signals)
    {
        sigemptyset(set);
        foreach (var signal in signals)
            sigaddset(set, signal);
    }

    [LibraryImport("libc")]
    private static partial int sigemptyset(byte* set);

    [LibraryImport("libc")]
    private static partial int sigaddset(byte* set, int signal);

    [LibraryImport("libc")]
    private static partial int sigismember(byte* set, int signal);

    [LibraryImport("libc")]
    private static partial int pthread_sigmask(int how, byte* set, byte* old);

    [LibraryImport("libc")]
    private static partial int sigwaitinfo(byte* set, byte* info);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint signal_(int number, nint handler);
}
