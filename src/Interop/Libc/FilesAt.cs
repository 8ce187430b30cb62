using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>Files relative to an open directory. Every call returns its result, or -errno; paths are zero-terminated bytes.</summary>
public static unsafe partial class FilesAt
{
    /// <summary>Only a place in the tree to start other calls from (open(2)).</summary>
    public const int O_PATH = 0x200000;

    private const int O_CLOEXEC = 0x80000;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;

    // open(2): the two bits have other places on ARM.
    public static int O_NOFOLLOW { get; } = IsArm ? 0x8000 : 0x20000;

    public static int O_DIRECTORY { get; } = IsArm ? 0x4000 : 0x10000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    public static int Open(int directory, ReadOnlySpan<byte> zeroTerminatedPath, int flags)
    {
        fixed (byte* path = zeroTerminatedPath)
            return Checked(openat(directory, path, flags | O_CLOEXEC, 0));
    }

    /// <summary>Reads the next entries of an open directory (getdents64(2)): the number of bytes, 0 at the end.</summary>
    public static int ReadDirectory(int directory, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
            return Checked((int)getdents64(directory, pointer, (nuint)buffer.Length));
    }

    public static int Status(int directory, ReadOnlySpan<byte> zeroTerminatedPath, bool followLink, out FileStatus status)
    {
        fixed (byte* path = zeroTerminatedPath)
            return Files.Query(directory, path, followLink ? 0 : AT_SYMLINK_NOFOLLOW, out status);
    }

    private static int Checked(int result) => result >= 0 ? result : -Errno.Last;

    [LibraryImport("libc")]
    private static partial int openat(int directory, byte* path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial nint getdents64(int directory, byte* buffer, nuint size);
}
