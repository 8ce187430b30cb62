using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>An open regular file with what was known of it when it was opened. Closed when the last holder releases it.</summary>
public sealed class OpenFile
{
    private int holders = 1;

    public OpenFile(int fd, FileStatus status)
    {
        Fd = fd;
        Status = status;
    }

    public int Fd { get; }

    public FileStatus Status { get; }

    public void Retain() => Interlocked.Increment(ref holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref holders) == 0)
            Files.Close(Fd);
    }
}

/// <summary>A run of bytes in an open file.</summary>
public readonly record struct FileRegion(OpenFile File, long Offset, long Length);
