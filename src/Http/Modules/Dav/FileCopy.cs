using System.Buffers;
using Engine.Http.OpenFiles;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

/// <summary>Copies of single files.</summary>
internal static class FileCopy
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Copies a file's bytes, mode and time: 0 or errno.</summary>
    public static int Copy(FilePath from, FilePath to, in FileStatus status, out FileFailure failure)
    {
        failure = default;
        var source = Files.Open(from.Terminated, Files.O_RDONLY | Files.O_NONBLOCK);
        if (source < 0)
            return Fail(-source, "open()", from, out failure);
        var target = Files.Open(to.Terminated, Files.O_WRONLY | Files.O_CREAT | Files.O_TRUNC, (int)(status.Mode & 0x1FF));
        if (target < 0)
        {
            Files.Close(source);
            return Fail(-target, "open()", to, out failure);
        }

        var errno = CopyBytes(source, target);
        // Opening it has asked the umask.
        FileChanges.ChangeMode(target, status.Mode & 0x1FF);
        FileChanges.SetModified(target, status.ModifiedSeconds);
        Files.Close(source);
        Files.Close(target);
        return errno == 0 ? 0 : Fail(errno, "write()", to, out failure);
    }

    /// <summary>All that is in a file: 0 or errno.</summary>
    public static int CopyFrom(string path, int target)
    {
        var source = Files.Open(path, Files.O_RDONLY);
        if (source < 0)
            return -source;
        var errno = CopyBytes(source, target);
        Files.Close(source);
        return errno;
    }

    /// <summary>All that can be read: 0 or errno.</summary>
    public static int CopyBytes(int source, int target)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        int read;
        var errno = 0;
        while (errno == 0 && (read = Files.Read(source, piece)) != 0)
            errno = read < 0 ? -read : WriteAll(target, piece.AsSpan(0, read));
        ArrayPool<byte>.Shared.Return(piece);
        return errno;
    }

    /// <summary>0 or errno.</summary>
    public static int WriteAll(int target, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var written = Files.Write(target, bytes);
            if (written < 0 && written != -Errno.EINTR)
                return -written;
            bytes = bytes[Math.Max(written, 0)..];
        }

        return 0;
    }

    private static int Fail(int errno, string call, FilePath path, out FileFailure failure)
    {
        failure = new FileFailure(errno, call, path);
        return errno;
    }
}
