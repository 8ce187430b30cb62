using Engine.Core.Buffers;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>The parameters of <c>open_log_file_cache</c>.</summary>
public sealed record LogFileCacheLimits(int Max, int InactiveSeconds, int ValidSeconds, int MinUses);

/// <summary>One worker's descriptors of log files with variable paths, least recently used first out.</summary>
internal sealed class LogFileCache(LogFileCacheLimits limits)
{
    private readonly Dictionary<ByteString, Entry>.AlternateLookup<ReadOnlySpan<byte>> entries =
        new Dictionary<ByteString, Entry>(ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly LinkedList<Entry> byUse = [];
    private long reopened = LogFiles.Reopened;
    private Entry? current;

    /// <summary>A descriptor for the file at a zero-terminated path, until <see cref="Release"/>; or -errno.</summary>
    internal int Open(ReadOnlySpan<byte> path)
    {
        var now = LocalTime.UnixSeconds;
        if (reopened != LogFiles.Reopened)
            CloseAll();
        ExpireInactive(now);
        if (entries.TryGetValue(path, out var entry) && entry.Fd >= 0 && now - entry.CheckedAt >= limits.ValidSeconds && !StillNames(path, entry))
            CloseFile(entry);
        if (entry is { Fd: >= 0 })
        {
            Touch(entry, now);
            return entry.Fd;
        }

        var fd = OpenForAppending(path);
        if (fd < 0)
        {
            // What can't be opened takes no other's place.
            if (entry is not null)
                Drop(entry);
            return fd;
        }

        entry ??= Add(path);
        Touch(entry, now);
        Files.Status(fd, out var status);
        entry.Device = status.Device;
        entry.Inode = status.Inode;
        entry.CheckedAt = now;
        return entry.Fd = fd;
    }

    /// <summary>The descriptor is not needed now: it stays open when its file is used often enough.</summary>
    internal void Release(int fd)
    {
        if (current is { } entry && entry.Fd == fd && entry.Uses < limits.MinUses)
            CloseFile(entry);
    }

    internal void CloseAll()
    {
        reopened = LogFiles.Reopened;
        foreach (var entry in byUse)
            CloseFile(entry);
        byUse.Clear();
        entries.Dictionary.Clear();
    }

    internal static int OpenForAppending(ReadOnlySpan<byte> path) =>
        Files.Open(path, Files.O_WRONLY | Files.O_APPEND | Files.O_CREAT);

    private Entry Add(ReadOnlySpan<byte> path)
    {
        if (byUse.Count >= limits.Max)
            Drop(byUse.First!.Value);
        var entry = new Entry(ByteString.Copy(path));
        entry.Node = byUse.AddLast(entry);
        entries.Dictionary.Add(entry.Path, entry);
        return entry;
    }

    private void Touch(Entry entry, long now)
    {
        entry.Uses++;
        entry.UsedAt = now;
        byUse.Remove(entry.Node);
        byUse.AddLast(entry.Node);
        current = entry;
    }

    private void ExpireInactive(long now)
    {
        while (byUse.First is { } oldest && now - oldest.Value.UsedAt > limits.InactiveSeconds)
            Drop(oldest.Value);
    }

    private void Drop(Entry entry)
    {
        CloseFile(entry);
        byUse.Remove(entry.Node);
        entries.Dictionary.Remove(entry.Path);
    }

    /// <summary>Whether the path still leads to the open file; it does not after a rotation.</summary>
    private static bool StillNames(ReadOnlySpan<byte> path, Entry entry)
    {
        entry.CheckedAt = LocalTime.UnixSeconds;
        return Files.Status(path, followLink: true, out var status) == 0 && status.Inode == entry.Inode && status.Device == entry.Device;
    }

    private static void CloseFile(Entry entry)
    {
        if (entry.Fd >= 0)
            Files.Close(entry.Fd);
        entry.Fd = -1;
    }

    private sealed class Entry(ByteString path)
    {
        public ByteString Path => path;

        public LinkedListNode<Entry> Node { get; set; } = null!;

        public int Fd { get; set; } = -1;

        public int Uses { get; set; }

        public long UsedAt { get; set; }

        public long CheckedAt { get; set; }

        public ulong Device { get; set; }

        public ulong Inode { get; set; }
    }
}
