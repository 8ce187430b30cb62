using Engine.Interop.Libc;

namespace Engine.Core.Process;

/// <summary>
/// Opens files that may belong to root. The server process has given its privileges up when it reopens logs or reads a new
/// configuration; what it may not open itself it asks the master for.
/// </summary>
public static class PrivilegedFiles
{
    /// <summary>Asks the master to open a file; the descriptor or -errno. Null in a process without master.</summary>
    public static Func<string, int, int>? Master { get; set; }

    /// <summary>Asks the master to make a directory of the workers' user; 0 or -errno.</summary>
    public static Func<string, int>? MasterMakeDirectory { get; set; }

    /// <summary>The descriptor or -errno.</summary>
    public static int Open(string path, int flags)
    {
        var fd = Files.Open(path, flags);
        return fd == -Errno.EACCES && Master is { } master ? master(path, flags) : fd;
    }

    /// <summary>Makes the directory unless it is there; root gives it to <paramref name="owner"/>. 0 or -errno.</summary>
    public static int MakeDirectory(string path, uint mode, uint? owner)
    {
        var result = Files.MakeDirectory(path, mode);
        if (result == -Errno.EACCES && MasterMakeDirectory is { } master)
            return master(path);
        if (result < 0 && result != -Errno.EEXIST)
            return result;
        if (owner is { } user && Processes.UserId == 0)
            return GiveTo(path, user);
        return 0;
    }

    private static int GiveTo(string path, uint user)
    {
        const uint keepGroup = uint.MaxValue;
        var result = Files.Status(Engine.Interop.SystemText.ZeroTerminated(path), followLink: true, out var status);
        return result < 0 || status.UserId == user ? result : Files.ChangeOwner(path, user, keepGroup);
    }

    /// <summary>Reads a whole file. 0 or errno.</summary>
    public static int ReadAll(string path, out byte[] content)
    {
        content = [];
        var fd = Open(path, Files.O_RDONLY);
        if (fd < 0)
            return -fd;
        Files.Status(fd, out var status);
        var bytes = new byte[Math.Max(status.Size + 1, 1024)];
        var length = 0;
        int read;
        while ((read = Files.Read(fd, bytes.AsSpan(length))) > 0)
        {
            length += read;
            if (length == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }

        Files.Close(fd);
        if (read == 0)
            content = bytes[..length];
        return -read;
    }
}
