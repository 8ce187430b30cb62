using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>Opens a path segment by segment, each relative to the one before, so that no link is followed that may not be.</summary>
internal static class SymlinkWalk
{
    /// <summary>NAME_MAX, and the zero behind it.</summary>
    private const int MaxSegment = 256;

    private static readonly int DirectoryFlags = FilesAt.O_PATH | FilesAt.O_DIRECTORY | Files.O_NONBLOCK;

    /// <summary>The descriptor, or -errno: ELOOP or ENOTDIR for a forbidden link.</summary>
    public static int Open(FilePath path, in SymlinkPolicy policy, int flags)
    {
        Span<byte> segment = stackalloc byte[MaxSegment];
        var rest = path.Text.Span;
        var directory = OpenStart(ref rest, policy.From);
        while (directory >= 0)
        {
            rest = rest.TrimStart((byte)'/');
            var slash = rest.IndexOf((byte)'/');
            var isLast = slash < 0;
            // What ends with a slash is a directory, opened once more with the flags that were asked for.
            var name = rest.IsEmpty ? "."u8 : isLast ? rest : rest[..slash];
            if (name.Length >= MaxSegment)
                return CloseWith(directory, -Errno.ENAMETOOLONG);
            name.CopyTo(segment);
            segment[name.Length] = 0;
            var next = OpenSegment(directory, segment[..(name.Length + 1)], policy.Mode, isLast ? flags : DirectoryFlags);
            directory = CloseWith(directory, next);
            if (isLast)
                return next;
            rest = rest[slash..];
        }

        return directory;
    }

    public static int Test(FilePath path, in SymlinkPolicy policy, out FileStatus status)
    {
        status = default;
        var fd = Open(path, policy, FileSystem.OpenFlags);
        return fd < 0 ? fd : CloseWith(fd, Files.Status(fd, out status));
    }

    /// <summary>The directory to start from: the part with permitted links, or the root.</summary>
    private static int OpenStart(ref ReadOnlySpan<byte> rest, int from)
    {
        if (from == 0)
            return Files.Open("/\0"u8, DirectoryFlags);
        byte[] start = [.. rest[..from], 0];
        rest = rest[from..];
        return Files.Open(start, DirectoryFlags);
    }

    private static int OpenSegment(int directory, ReadOnlySpan<byte> name, DisableSymlinks mode, int flags) =>
        mode == DisableSymlinks.On ? FilesAt.Open(directory, name, flags | FilesAt.O_NOFOLLOW) : OpenOwned(directory, name, flags);

    /// <summary>A link is followed to what has the same owner.</summary>
    private static int OpenOwned(int directory, ReadOnlySpan<byte> name, int flags)
    {
        var fd = FilesAt.Open(directory, name, flags);
        if (fd < 0)
            return fd;
        var result = FilesAt.Status(directory, name, followLink: false, out var link);
        if (result >= 0)
            result = Files.Status(fd, out var target) is < 0 and var failed ? failed : target.UserId == link.UserId ? 0 : -Errno.ELOOP;
        return result < 0 ? CloseWith(fd, result) : fd;
    }

    private static int CloseWith(int fd, int result)
    {
        Files.Close(fd);
        return result;
    }
}
