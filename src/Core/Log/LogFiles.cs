namespace Engine.Core.Log;

/// <summary>
/// The log destinations that one configuration uses. Files are shared through the whole process by path: a reload that
/// names the same file keeps its descriptor, and one that nobody names any more is closed.
/// </summary>
public sealed class LogFiles : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Lease> Shared = new(StringComparer.Ordinal);
    private static long reopened;

    private readonly Dictionary<string, LogDestination> used = new(StringComparer.Ordinal);
    private readonly List<LogFileSet> usedSets = [];

    /// <summary>Where problems of log files themselves are reported: the error log of the main context.</summary>
    public static ErrorLog? ProblemLog { get; set; }

    /// <summary>
    /// The destination that a directive names: <c>stderr</c>, <c>syslog:…</c>, or a file whose path is already resolved against the
    /// prefix. A file is opened by <see cref="OpenAll"/>.
    /// </summary>
    /// <exception cref="FormatException">In nginx's words, without "in FILE:LINE".</exception>
    public LogDestination Use(string target)
    {
        if (used.TryGetValue(target, out var known))
            return known;
        if (target == "stderr")
        {
            ErrorLog.KeepsStderr = true;
            return used[target] = LogFile.Stderr;
        }

        if (target.StartsWith("memory:", StringComparison.Ordinal))
            throw new FormatException("nginx was built without debug support");
        if (target.StartsWith("syslog:", StringComparison.Ordinal))
            return used[target] = SyslogDestination.Parse(target["syslog:".Length..]);
        return used[target] = Acquire(target);
    }

    /// <summary>Files whose paths requests decide; with a cache, some of them stay open.</summary>
    public LogFileSet UseSet(LogFileCacheLimits? cache)
    {
        var set = new LogFileSet(cache);
        usedSets.Add(set);
        return set;
    }

    /// <summary>How often files were reopened: descriptors from before are stale.</summary>
    internal static long Reopened => Interlocked.Read(ref reopened);

    /// <summary>Opens or creates every file. On failure: nginx's message and errno.</summary>
    public bool OpenAll(out string? failure, out int errno)
    {
        foreach (var file in used.Values.OfType<LogFile>())
        {
            errno = file.Open();
            if (errno == 0)
                continue;
            failure = $"open() \"{file.Path}\" failed";
            return false;
        }

        failure = null;
        errno = 0;
        return true;
    }

    /// <summary>Opens every file of the process anew (<c>-s reopen</c>, USR1).</summary>
    public static void ReopenAll()
    {
        Interlocked.Increment(ref reopened);
        LogFile[] files;
        lock (Gate)
            files = [.. Shared.Values.Select(static lease => lease.File)];
        foreach (var file in files)
        {
            var errno = file.Reopen();
            if (errno != 0)
                ProblemLog?.Write(LogLevel.Emerg, $"open() \"{file.Path}\" failed", errno);
        }
    }

    /// <summary>Hands the access lines that a worker still holds to the log writer. Called on that worker.</summary>
    public static void FlushWorker(Loop.EventLoop loop)
    {
        LogFile[] files;
        lock (Gate)
            files = [.. Shared.Values.Select(static lease => lease.File)];

        foreach (var file in files)
            file.FlushWorker(loop);
    }

    /// <summary>Hands over what a worker has collected for these files: the configuration is not used there any more. Called on that worker.</summary>
    public void FlushOn(Loop.EventLoop loop)
    {
        foreach (var file in used.Values.OfType<LogFile>())
            file.FlushWorker(loop);
    }

    /// <summary>Waits until all access lines handed over are written; called by the control thread before the process ends.</summary>
    public static void DrainWriter() => LogWriter.Drain();

    /// <summary>The configuration is gone; its files close unless another one uses them.</summary>
    public void Dispose()
    {
        LogFile[] unused;
        lock (Gate)
            unused = [.. used.Values.OfType<LogFile>().Where(IsLastUse)];
        if (unused.Length > 0)
            LogWriter.Drain();
        foreach (var file in unused)
            file.Close();
        foreach (var syslog in used.Values.OfType<SyslogDestination>())
            syslog.Close();
        foreach (var set in usedSets)
            set.Close();
        used.Clear();
        usedSets.Clear();
    }

    private static LogFile Acquire(string path)
    {
        lock (Gate)
        {
            if (!Shared.TryGetValue(path, out var lease))
                Shared[path] = lease = new Lease(LogFile.Unopened(path));
            lease.Users++;
            return lease.File;
        }
    }

    /// <summary>Gives one use of a file up; true when there is none left.</summary>
    private static bool IsLastUse(LogFile file)
    {
        if (!Shared.TryGetValue(file.Path, out var lease) || lease.File != file || --lease.Users > 0)
            return false;
        return Shared.Remove(file.Path);
    }

    private sealed class Lease(LogFile file)
    {
        public LogFile File => file;

        public int Users { get; set; }
    }
}
