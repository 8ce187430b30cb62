using Engine.Interop.Libc;

namespace Engine.Core.Process;

/// <summary>
/// Opens files that may belong to root. The server process has given its privileges up when it reopens logs or reads a new
/// configuration; what it may not open itself it asks the master for.
/// </summary>
public static class PrivilegedFiles
{
    /// <summary>Asks the master; the descriptor or -errno. Null in a process without master.</summary>
    public static Func<string, int, int>? Master { get; set; }

    /// <summary>The descriptor or -errno.</summary>
    public static int Open(string path, int flags)
    {
        var fd = Files.Open(path, flags);
        return fd == -Errno.EACCES && Master is { } master ? master(path, flags) : fd;
    }
}
