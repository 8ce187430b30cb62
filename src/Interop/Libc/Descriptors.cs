using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>Descriptors of any kind. Every call returns its result, or -errno.</summary>
public static partial class Descriptors
{
    private const int F_DUPFD_CLOEXEC = 1030;

    /// <summary>Another descriptor of the same open file, close-on-exec.</summary>
    public static int Duplicate(int fd)
    {
        var result = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        return result >= 0 ? result : -Errno.Last;
    }

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, int argument);
}
