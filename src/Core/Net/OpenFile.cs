using Engine.Interop.Libc;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Net;

/// <summary>An open regular file with what was known of it when it was opened. Closed when the last holder releases it.</summary>
public sealed class OpenFile
{
    private readonly SafeFileHandle? handle;
    private readonly OpenFilePool? pool;
    private int holders = 1;

    public OpenFile(int fd, FileStatus status)
    {
        Fd = fd;
        Status = status;
    }

    /// <summary>A file that .NET opened, on systems where the server makes no calls of its own.</summary>
    public OpenFile(SafeFileHandle handle, FileStatus status)
    {
        this.handle = handle;
        Fd = -1;
        Status = status;
    }

    internal OpenFile(OpenFilePool pool) => this.pool = pool;

    /// <summary>The descriptor; -1 of a file that .NET opened.</summary>
    public int Fd { get; private set; }

    public FileStatus Status { get; private set; }

    /// <summary>How many bytes were read at <paramref name="offset"/>, or -errno.</summary>
    public int ReadAt(Span<byte> buffer, long offset) => handle is null ? Files.ReadAt(Fd, buffer, offset) : RandomAccess.Read(handle, buffer, offset);

    public void Retain() => Interlocked.Increment(ref holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref holders) != 0)
            return;
        if (handle is null)
            Files.Close(Fd);
        else
            handle.Dispose();
        pool?.Return(this);
    }

    /// <summary>The file has grown or was touched since it was opened.</summary>
    public void Update(in FileStatus status) => Status = status;

    internal void Open(int fd, in FileStatus status)
    {
        Fd = fd;
        Status = status;
        holders = 1;
    }
}

/// <summary>A run of bytes in an open file.</summary>
public readonly record struct FileRegion(OpenFile File, long Offset, long Length);
