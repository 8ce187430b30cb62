using System.Runtime.InteropServices;

namespace Engine.Interop.Libc;

/// <summary>What stat(2) tells of a file that the server needs.</summary>
/// <param name="Mode">st_mode.</param>
/// <param name="ModifiedSeconds">Seconds since 1970.</param>
public readonly record struct FileStatus(uint Mode, ulong Device, ulong Inode, long Size, long ModifiedSeconds, uint UserId)
{
    private const uint TypeMask = 0xF000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;
}

/// <summary>Files. Every call returns its result, or -errno.</summary>
public static unsafe partial class Files
{
    public const int O_RDONLY = 0;
    public const int O_WRONLY = 1;
    public const int O_RDWR = 2;
    public const int O_CREAT = 0x40;
    public const int O_EXCL = 0x80;
    public const int O_TRUNC = 0x200;
    public const int O_APPEND = 0x400;
    public const int O_NONBLOCK = 0x800;
    private const int O_CLOEXEC = 0x80000;
    private const int AT_FDCWD = -100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7ff;

    /// <summary>Opens a path given as zero-terminated bytes.</summary>
    public static int Open(ReadOnlySpan<byte> zeroTerminatedPath, int flags, int mode = 0x1A4)
    {
        fixed (byte* path = zeroTerminatedPath)
            return Checked(open(path, flags | O_CLOEXEC, mode));
    }

    public static int Open(string path, int flags, int mode = 0x1A4) => Open(SystemText.ZeroTerminated(path), flags, mode);

    public static int Status(int fd, out FileStatus status)
    {
        byte empty = 0;
        return Query(fd, &empty, AT_EMPTY_PATH, out status);
    }

    public static int Status(ReadOnlySpan<byte> zeroTerminatedPath, bool followLink, out FileStatus status)
    {
        fixed (byte* path = zeroTerminatedPath)
            return Query(AT_FDCWD, path, followLink ? 0 : AT_SYMLINK_NOFOLLOW, out status);
    }

    public static int Close(int fd) => Sockets.Close(fd);

    public static int Read(int fd, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
            return Checked(read(fd, pointer, (nuint)buffer.Length));
    }

    public static int ReadAt(int fd, Span<byte> buffer, long offset)
    {
        fixed (byte* pointer = buffer)
            return Checked(pread(fd, pointer, (nuint)buffer.Length, offset));
    }

    public static int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
            return Checked(write(fd, pointer, (nuint)bytes.Length));
    }

    public static int WriteAt(int fd, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* pointer = bytes)
            return Checked(pwrite(fd, pointer, (nuint)bytes.Length, offset));
    }

    public static int Unlink(string path)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(path))
            return Checked(unlink(pointer));
    }

    public static int ChangeOwner(string path, uint user, uint group)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(path))
            return Checked(chown(pointer, user, group));
    }

    public static int ChangeMode(string path, uint mode)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(path))
            return Checked(chmod(pointer, mode));
    }

    public static int Duplicate(int fd, int target) => Checked(dup2(fd, target));

    /// <summary>Makes <paramref name="target"/> the same open file as <paramref name="fd"/>, close-on-exec.</summary>
    public static int DuplicateOver(int fd, int target) => Checked(dup3(fd, target, O_CLOEXEC));

    /// <summary>Whether programs that this process starts inherit the descriptor.</summary>
    public static int SetInherited(int fd, bool inherited)
    {
        const int setDescriptorFlags = 2;
        const int closeOnExec = 1;
        return Checked(fcntl(fd, setDescriptorFlags, inherited ? 0 : closeOnExec));
    }

    public static int MakeDirectory(string path, uint mode)
    {
        fixed (byte* pointer = SystemText.ZeroTerminated(path))
            return Checked(mkdir(pointer, mode));
    }

    /// <summary>A file that has no name and lives in memory.</summary>
    public static int MemoryFile(ReadOnlySpan<byte> zeroTerminatedName)
    {
        const uint closeOnExec = 1;
        fixed (byte* name = zeroTerminatedName)
            return Checked(memfd_create(name, closeOnExec));
    }

    /// <summary>An eventfd(2), non-blocking.</summary>
    public static int EventDescriptor() => Checked(eventfd(0, O_CLOEXEC | O_NONBLOCK));

    internal static int Query(int fd, byte* path, int flags, out FileStatus status)
    {
        Statx result;
        var outcome = Checked(statx(fd, path, flags, STATX_BASIC_STATS, &result));
        status = outcome < 0 ? default : new FileStatus(
            result.Mode, ((ulong)result.DeviceMajor << 32) | result.DeviceMinor, result.Inode, (long)result.Size, result.Modified.Seconds, result.UserId);
        return outcome;
    }

    private static int Checked(nint result) => result >= 0 ? (int)result : -Errno.Last;

    [StructLayout(LayoutKind.Sequential)]
    private struct StatxTime
    {
        public long Seconds;
        public uint Nanoseconds;
        public int Reserved;
    }

    /// <summary>struct statx (statx(2)): the same layout on every architecture.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Statx
    {
        public uint Mask;
        public uint BlockSize;
        public ulong Attributes;
        public uint Links;
        public uint UserId;
        public uint GroupId;
        public ushort Mode;
        public ushort Padding;
        public ulong Inode;
        public ulong Size;
        public ulong Blocks;
        public ulong AttributesMask;
        public StatxTime Accessed;
        public StatxTime Born;
        public StatxTime Changed;
        public StatxTime Modified;
        public uint RealDeviceMajor;
        public uint RealDeviceMinor;
        public uint DeviceMajor;
        public uint DeviceMinor;
    }

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int statx(int fd, byte* path, int flags, uint mask, Statx* result);

    [LibraryImport("libc")]
    private static partial nint read(int fd, byte* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial nint pread(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc")]
    private static partial nint write(int fd, byte* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial nint pwrite(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc")]
    private static partial int unlink(byte* path);

    [LibraryImport("libc")]
    private static partial int chown(byte* path, uint user, uint group);

    [LibraryImport("libc")]
    private static partial int chmod(byte* path, uint mode);

    [LibraryImport("libc")]
    private static partial int dup2(int fd, int target);

    [LibraryImport("libc")]
    private static partial int dup3(int fd, int target, int flags);

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, int argument);

    [LibraryImport("libc")]
    private static partial int mkdir(byte* path, uint mode);

    [LibraryImport("libc")]
    private static partial int memfd_create(byte* name, uint flags);

    [LibraryImport("libc")]
    private static partial int eventfd(uint initial, int flags);
}
