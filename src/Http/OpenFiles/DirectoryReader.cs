using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>An entry of a directory; a link that leads somewhere has the status of what it leads to.</summary>
internal readonly record struct DirectoryEntry(ByteString Name, FileStatus Status);

/// <summary>Reads directories: for lists, the names that do not begin with a dot.</summary>
internal static class DirectoryReader
{
    // struct linux_dirent64: inode 8, offset 8, length 2, type 1, name.
    private const int LengthAt = 16;
    private const int NameAt = 19;
    private const int BufferSize = 32 * 1024;

    /// <summary>Reads the directory that the request's URI stands for; false with the status that answers when that can't be.</summary>
    public static bool TryRead(HttpRequest request, List<DirectoryEntry> entries, out HandlerResult refusal)
    {
        var mapped = PathMapper.MapFile(request).Text.Span;
        var path = FilePath.Of(request.Arena, mapped.Length > 1 ? mapped[..^1] : mapped);
        var errno = Read(path, request.Arena, entries);
        refusal = errno == 0 ? HandlerResult.Ok : Refuse(request, path, errno);
        return errno == 0;
    }

    private static HandlerResult Refuse(HttpRequest request, FilePath path, int errno)
    {
        var (level, status) = errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG => (LogLevel.Error, 404),
            Errno.EACCES => (LogLevel.Error, 403),
            _ => (LogLevel.Crit, 500),
        };
        request.Log.Write(level, request, $"opendir() \"{path.Text}\" failed", errno);
        return status;
    }

    /// <summary>Reads every entry, hidden ones too, links as links: 0, or the errno of opendir(3).</summary>
    public static int ReadAll(FilePath path, ByteArena arena, List<DirectoryEntry> entries) => Read(path, arena, entries, isWhole: true);

    private static int Read(FilePath path, ByteArena arena, List<DirectoryEntry> entries, bool isWhole = false)
    {
        if (path.IsImpossible)
            return Errno.ENOENT;
        var directory = Files.Open(path.Terminated, Files.O_RDONLY | Files.O_NONBLOCK | FilesAt.O_DIRECTORY);
        if (directory < 0)
            return -directory;
        var buffer = new byte[BufferSize];
        int length;
        while ((length = FilesAt.ReadDirectory(directory, buffer)) > 0)
            Take(directory, buffer.AsSpan(0, length), arena, entries, isWhole);
        Files.Close(directory);
        return -length;
    }

    private static void Take(int directory, ReadOnlySpan<byte> records, ByteArena arena, List<DirectoryEntry> entries, bool isWhole)
    {
        while (!records.IsEmpty)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(records[LengthAt..]);
            var terminated = records[NameAt..size];
            terminated = terminated[..(terminated.IndexOf((byte)0) + 1)];
            records = records[size..];
            var isListed = isWhole ? terminated is not ([(byte)'.', 0] or [(byte)'.', (byte)'.', 0]) : terminated[0] != '.';
            if (isListed && TryStatus(directory, terminated, isWhole, out var status))
                entries.Add(new DirectoryEntry(arena.Copy(terminated[..^1]), status));
        }
    }

    /// <summary>A link that leads nowhere is listed as itself.</summary>
    private static bool TryStatus(int directory, ReadOnlySpan<byte> name, bool isWhole, out FileStatus status) => FilesAt.Status(directory, name, !isWhole, out status) switch
    {
        >= 0 => true,
        -Errno.ENOENT or -Errno.ELOOP => FilesAt.Status(directory, name, followLink: false, out status) >= 0,
        _ => false,
    };
}
