using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Http.OpenFiles;

/// <summary>Looks paths up, without a cache.</summary>
internal static class FileSystem
{
    /// <summary>O_NONBLOCK: opening a FIFO must not wait for its writer.</summary>
    internal const int OpenFlags = Files.O_RDONLY | Files.O_NONBLOCK;

    public static FileLookup Open(FilePath path, in SymlinkPolicy symlinks, OpenFilePool pool)
    {
        if (path.IsImpossible)
            return FileLookup.Failed(-Errno.ENOENT, "open()");
        var fd = symlinks.IsOff ? Files.Open(path.Terminated, OpenFlags) : SymlinkWalk.Open(path, symlinks, OpenFlags);
        if (fd < 0)
            return FileLookup.Failed(fd, symlinks.IsOff ? "open()" : "openat()");
        var result = Files.Status(fd, out var status);
        if (result >= 0 && !status.IsDirectory)
            return FileLookup.Opened(pool.Rent(fd, status));
        Files.Close(fd);
        return result < 0 ? FileLookup.Failed(result, "fstat()") : FileLookup.Found(status);
    }

    public static FileLookup Test(FilePath path, in SymlinkPolicy symlinks)
    {
        if (path.IsImpossible)
            return FileLookup.Failed(-Errno.ENOENT, "stat()");
        FileStatus status;
        var result = symlinks.IsOff
            ? Files.Status(path.Terminated, followLink: true, out status)
            : SymlinkWalk.Test(path, symlinks, out status);
        return result < 0 ? FileLookup.Failed(result, symlinks.IsOff ? "stat()" : "fstatat()") : FileLookup.Found(status);
    }
}
