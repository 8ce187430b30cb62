using Engine.Core.Loop;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>
/// Log files whose paths requests decide (variables in <c>access_log</c>). As in nginx they are opened for a line when it is logged or, with
/// a cache, stay open for as long as they are used: the path means what it means at that time. Each worker has a cache of its own.
/// </summary>
public sealed class LogFileSet
{
    private const int ComplainEverySeconds = 60;

    private readonly LogFileCacheLimits? limits;
    private readonly LogFileCache?[] caches;
    private long lastComplaint;

    internal LogFileSet(LogFileCacheLimits? limits)
    {
        this.limits = limits;
        caches = limits is null ? [] : new LogFileCache?[EventLoop.MaxWorkers + 1];
    }

    /// <param name="path">Absolute, with a terminating zero.</param>
    public void Write(EventLoop loop, ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        var cache = limits is null ? null : caches[loop.WorkerIndex + 1] ??= new LogFileCache(limits);
        var fd = cache?.Open(path) ?? LogFileCache.OpenForAppending(path);
        if (fd < 0)
        {
            Complain("open()", path, -fd);
            return;
        }

        Write(fd, path, line);
        if (cache is null)
            Files.Close(fd);
        else
            cache.Release(fd);
    }

    /// <summary>No worker uses it any more.</summary>
    internal void Close()
    {
        foreach (var cache in caches)
            cache?.CloseAll();
    }

    private void Write(int fd, ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty)
        {
            var written = Files.Write(fd, line);
            if (written == -Errno.EINTR)
                continue;
            if (written <= 0)
            {
                Complain("write()", path, -written);
                return;
            }

            line = line[written..];
        }
    }

    private void Complain(string call, ReadOnlySpan<byte> path, int errno)
    {
        var now = LocalTime.UnixSeconds;
        if (now - Interlocked.Read(ref lastComplaint) < ComplainEverySeconds)
            return;
        Interlocked.Exchange(ref lastComplaint, now);
        LogFiles.ProblemLog?.Write(LogLevel.Crit, $"{call} \"{SystemText.Decode(path.TrimEnd((byte)0))}\" failed", errno);
    }
}
