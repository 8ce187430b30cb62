using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>What changes directories. Every call returns 0 or -errno; paths are zero-terminated bytes.</summary>
public static unsafe partial class FileChanges
{
    private const int AT_FDCWD = -100;
    private const int AT_REMOVEDIR = 0x200;
    private const nint UTIME_OMIT = 0x3ffffffe;

    public static int Rename(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* source = from)
        fixed (byte* target = to)
            return Checked(rename(source, target));
    }

    public static int Unlink(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
            return Checked(unlinkat(AT_FDCWD, pointer, 0));
    }

    public static int RemoveDirectory(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
            return Checked(unlinkat(AT_FDCWD, pointer, AT_REMOVEDIR));
    }

    /// <summary>With just that mode, whatever the process's umask says.</summary>
    public static int MakeDirectory(ReadOnlySpan<byte> path, uint mode)
    {
        fixed (byte* pointer = path)
        {
            var result = Checked(mkdir(pointer, mode));
            return result < 0 ? result : Checked(chmod(pointer, mode));
        }
    }

    public static int ChangeMode(int fd, uint mode) => Checked(fchmod(fd, mode));

    /// <summary>Sets the time of the last modification.</summary>
    public static int SetModified(int fd, long unixSeconds)
    {
        // struct timespec, of access and modification.
        nint* times = stackalloc nint[4] { 0, UTIME_OMIT, (nint)unixSeconds, 0 };
        return Checked(futimens(fd, times));
    }

    private static int Checked(int result) => result >= 0 ? result : -Errno.Last;

    [LibraryImport("libc")]
    private static partial int rename(byte* from, byte* to);

    [LibraryImport("libc")]
    private static partial int unlinkat(int directory, byte* path, int flags);

    [LibraryImport("libc")]
    private static partial int mkdir(byte* path, uint mode);

    [LibraryImport("libc")]
    private static partial int fchmod(int fd, uint mode);

    [LibraryImport("libc")]
    private static partial int chmod(byte* path, uint mode);

    [LibraryImport("libc")]
    private static partial int futimens(int fd, nint* times);
}
