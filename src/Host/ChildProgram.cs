using Engine.Interop.Libc;

namespace Engine.Host;

/// <summary>
/// Starts this program again, with the arguments and the environment it was started with itself. Signals are blocked from its first
/// instruction on: the runtime has threads before Main, and a signal that one of them took would have its default effect.
/// </summary>
internal sealed class ChildProgram(string[] arguments, IReadOnlyList<string> environment)
{
    /// <summary>Of the running executable, also when another one has taken its place on disk.</summary>
    private const string Self = "/proc/self/exe";

    private static readonly int[] HandledSignals =
    [
        Signals.SIGHUP, Signals.SIGINT, Signals.SIGQUIT, Signals.SIGTERM, Signals.SIGUSR1, Signals.SIGUSR2,
        Signals.SIGWINCH, Signals.SIGCHLD, Signals.SIGALRM, Signals.SIGIO, Signals.SIGSYS,
    ];

    /// <summary>
    /// How much is allocated between two collections. By default that is the size of the processor's cache, tens of megabytes that a server
    /// which allocates next to nothing would keep resident.
    /// </summary>
    private static readonly string[] CollectorSettings = ["DOTNET_GCgen0size=0x400000", "DOTNET_GCGen0MaxBudget=0x600000"];

    /// <summary>The signals that a process of this program has blocked from its start.</summary>
    public static ReadOnlySpan<int> Blocked => HandledSignals;

    /// <summary>What the environment of such a process has besides.</summary>
    public static IReadOnlyList<string> Settings => CollectorSettings;

    /// <summary>Takes out of an environment what <see cref="Start"/> and <see cref="BlockSignals"/> have put in.</summary>
    public static void TakeSettings(List<string> environment) => environment.RemoveAll(static entry => CollectorSettings.Contains(entry));

    public string CommandLine => string.Join(' ', [Environment.ProcessPath, .. arguments]);

    /// <summary>In a process that somebody else has started: becomes the same program once more, with signals blocked. -errno when that fails.</summary>
    public int BlockSignals()
    {
        if (Signals.AreBlocked(HandledSignals))
            return 0;
        Signals.Block(HandledSignals);
        return Processes.Execute(Self, [Environment.GetCommandLineArgs()[0], .. arguments], [.. environment, .. CollectorSettings]);
    }

    /// <summary>Starts the program of that path as somebody would, with one variable more. The pid or -errno.</summary>
    public int StartNew(string path, string variable) =>
        Processes.Spawn(path, [path, .. arguments], [.. environment, .. CollectorSettings, variable], HandledSignals, newSession: false);

    /// <summary>Starts the child with one end of a pair of sockets; the other end, and the pid or -errno.</summary>
    public int Start(RoleKind role, string title, out int ourEnd)
    {
        var result = Sockets.Pair(inherit: true, out ourEnd, out var theirEnd);
        if (result < 0)
            return result;
        Files.SetInherited(ourEnd, false);
        var variable = new ProcessRole(role, theirEnd, Processes.Id).ToVariable();
        var pid = Processes.Spawn(Self, [title, .. arguments], [.. environment, .. CollectorSettings, variable], HandledSignals, newSession: role == RoleKind.Daemon);
        Files.Close(theirEnd);
        if (pid < 0)
            Files.Close(ourEnd);
        return pid;
    }
}
