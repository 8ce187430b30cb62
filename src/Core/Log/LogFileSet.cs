using System.Buffers.Binary;
using Engine.Core.Loop;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>
/// Log files whose paths requests decide (variables in <c>access_log</c>). The log writer's thread opens them, for the entries of one
/// hand-over or, with a cache, for as long as they are used.
/// </summary>
public sealed class LogFileSet : ILogSink
{
    /// <summary>An entry: the lengths of path and line, then the path with a zero behind it, then the line.</summary>
    private const int EntryHeader = 8;

    private const int ComplainEverySeconds = 60;

    private readonly LogCollector collector;
    private LogFileCache? cache;
    private long lastComplaint;

    internal LogFileSet(LogFileCache? cache)
    {
        this.cache = cache;
        collector = new LogCollector(this);
    }

    /// <summary>Takes a line for the file at an absolute path.</summary>
    public void Append(EventLoop loop, ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        var pathLength = path.Length + 1;
        var entry = collector.BufferOf(loop).Reserve(EntryHeader + pathLength + line.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry, pathLength);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], line.Length);
        path.CopyTo(entry[EntryHeader..]);
        entry[EntryHeader + path.Length] = 0;
        line.CopyTo(entry[(EntryHeader + pathLength)..]);
    }

    public void FlushWorker(EventLoop loop) => collector.Flush(loop);

    /// <summary>Lines that still come are written without the cache.</summary>
    internal void Close()
    {
        var closing = cache;
        cache = null;
        closing?.CloseAll();
    }

    void ILogSink.WriteOut(ReadOnlySpan<byte> collected)
    {
        while (!collected.IsEmpty)
        {
            var pathLength = BinaryPrimitives.ReadInt32LittleEndian(collected);
            var lineLength = BinaryPrimitives.ReadInt32LittleEndian(collected[4..]);
            var path = collected.Slice(EntryHeader, pathLength);
            Write(path, collected.Slice(EntryHeader + pathLength, lineLength));
            collected = collected[(EntryHeader + pathLength + lineLength)..];
        }
    }

    void ILogSink.OnWriteFailed(int errno, int lost) => Complain("write()", default, errno);

    /// <param name="path">With its terminating zero.</param>
    private void Write(ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        var cached = cache;
        var fd = cached?.Open(path) ?? LogFileCache.OpenForAppending(path);
        if (fd < 0)
        {
            Complain("open()", path, -fd);
            return;
        }

        while (!line.IsEmpty)
        {
            var written = Files.Write(fd, line);
            if (written == -Errno.EINTR)
                continue;
            if (written <= 0)
            {
                Complain("write()", path, -written);
                break;
            }

            line = line[written..];
        }

        if (cached is null)
            Files.Close(fd);
        else
            cached.Release(fd);
    }

    private void Complain(string call, ReadOnlySpan<byte> path, int errno)
    {
        var now = LocalTime.UnixSeconds;
        if (now - lastComplaint < ComplainEverySeconds)
            return;
        lastComplaint = now;
        LogFiles.ProblemLog?.Write(LogLevel.Crit, $"{call} \"{SystemText.Decode(path.TrimEnd((byte)0))}\" failed", errno);
    }
}
