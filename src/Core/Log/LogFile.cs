using System.IO.Compression;
using Engine.Core.Loop;
using Engine.Core.Process;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>
/// A log file, open for appending. Error lines are written directly; access lines are collected per worker and written
/// by the log writer's thread, so that a slow disk stops no loop.
/// </summary>
public sealed class LogFile : LogDestination, ILogSink
{
    internal const int StderrFd = 2;

    /// <summary>How often a full disk or a similar failure is reported: once in so many seconds, as nginx.</summary>
    private const int ComplainEverySeconds = 60;

    private readonly LogCollector collector;
    private int fd;
    private long lastComplaint;

    private LogFile(string path, int fd)
    {
        Path = path;
        this.fd = fd;
        collector = new LogCollector(this);
    }

    /// <summary>The process's stderr.</summary>
    public static LogFile Stderr { get; } = new("stderr", StderrFd);

    public string Path { get; }

    public override string Name => Path;

    public override bool IsStderr => fd == StderrFd;

    public bool IsOpen => fd >= 0;

    /// <summary>Bytes that a worker collects before it writes access lines (<c>buffer=</c>); 0: each turn's lines at its end.</summary>
    public int BufferSize { get => collector.BufferSize; set => collector.BufferSize = value; }

    /// <summary>The longest that a collected line waits (<c>flush=</c>), in milliseconds; 0: until the buffer is full.</summary>
    public int FlushMs { get => collector.FlushMs; set => collector.FlushMs = value; }

    /// <summary>Collected lines are compressed, each hand-over as a member of the gzip file (<c>gzip=</c>); null: they are not.</summary>
    public int? GzipLevel { get; set; }

    /// <summary>A file that <see cref="Open"/> opens later, when the whole configuration has been read.</summary>
    public static LogFile Unopened(string path) => new(path, -1);

    /// <summary>Opens or creates the file. 0 or errno.</summary>
    public int Open()
    {
        if (fd >= 0)
            return 0;
        var opened = PrivilegedFiles.Open(Path, Files.O_WRONLY | Files.O_APPEND | Files.O_CREAT);
        if (opened < 0)
            return -opened;
        fd = opened;
        return 0;
    }

    /// <summary>
    /// Opens the path anew, after it was renamed away. The descriptor keeps its number, so writers on other threads need
    /// not be stopped. 0 or errno; after an error the old file stays in use.
    /// </summary>
    public int Reopen()
    {
        if (fd is StderrFd or < 0)
            return 0;
        var opened = PrivilegedFiles.Open(Path, Files.O_WRONLY | Files.O_APPEND | Files.O_CREAT);
        if (opened < 0)
            return -opened;
        var result = Files.DuplicateOver(opened, fd);
        Files.Close(opened);
        return result < 0 ? -result : 0;
    }

    internal void ReplaceStderr()
    {
        if (fd >= 0)
            Files.Duplicate(fd, StderrFd);
    }

    public void Close()
    {
        if (fd is StderrFd or < 0)
            return;
        var closing = fd;
        fd = -1;
        Files.Close(closing);
    }

    public override void Write(LogLevel level, ReadOnlySpan<byte> line)
    {
        if (fd >= 0)
            Files.Write(fd, line);
    }

    public override void Append(ReadOnlySpan<byte> line)
    {
        if (EventLoop.CurrentOrNull is not { } loop)
        {
            ((ILogSink)this).WriteOut(line);
            return;
        }

        collector.BufferOf(loop).Append(line);
    }

    /// <summary>Hands over what the calling worker has collected; before a worker ends and before files are reopened.</summary>
    public void FlushWorker(EventLoop loop) => collector.Flush(loop);

    void ILogSink.WriteOut(ReadOnlySpan<byte> collected)
    {
        if (GzipLevel is not { } level)
        {
            WriteAll(collected);
            return;
        }

        using var member = new MemoryStream(collected.Length / 2);
        using (var gzip = new GZipStream(member, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
            gzip.Write(collected);
        WriteAll(member.GetBuffer().AsSpan(0, (int)member.Length));
    }

    /// <summary>A failure is reported once a minute.</summary>
    void ILogSink.OnWriteFailed(int errno, int lost)
    {
        var now = LocalTime.UnixSeconds;
        if (now - Interlocked.Read(ref lastComplaint) < ComplainEverySeconds)
            return;
        Interlocked.Exchange(ref lastComplaint, now);
        LogFiles.ProblemLog?.Write(LogLevel.Alert, $"write() to \"{Path}\" failed, {lost} bytes of log lost", errno);
    }

    private void WriteAll(ReadOnlySpan<byte> lines)
    {
        while (fd >= 0 && !lines.IsEmpty)
        {
            var written = Files.Write(fd, lines);
            if (written == -Errno.EINTR)
                continue;
            if (written <= 0)
            {
                ((ILogSink)this).OnWriteFailed(-written, lines.Length);
                return;
            }

            lines = lines[written..];
        }
    }
}
