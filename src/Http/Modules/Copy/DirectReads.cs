using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Copy;

/// <summary>
/// Reads of one file around the page cache (O_DIRECT), by helper threads. The file is opened once more for them: others that hold it read it in
/// their way.
/// </summary>
internal sealed class DirectReads : IContextCleanup
{
    public static readonly RequestSlot<DirectReads> Slot = new();

    /// <summary>Pages, and the blocks of all usual disks, are multiples of it.</summary>
    private const int SmallestAlignment = 512;

    /// <summary>To hand a read to another thread costs more than to read less.</summary>
    private const int SmallestBuffer = 32 * 1024;
    private const int LargestBuffer = 16 * 1024 * 1024;

    private readonly HttpRequest request;
    private readonly OpenFile file;
    private readonly int alignment;
    private readonly Memory<byte> buffer;
    private int fd;
    private bool isDirect = true;

    private DirectReads(HttpRequest request, OpenFile file, int fd)
    {
        this.request = request;
        this.file = file;
        this.fd = fd;
        var buffers = request.Location.Core.OutputBuffers.Value;
        alignment = (int)Math.Clamp(CopyConf.Slot.Of(request).DirectAlignment.Value, SmallestAlignment, 1 << 20);
        var size = (int)AlignUp(Math.Clamp((long)buffers.Count * buffers.Size, SmallestBuffer, LargestBuffer));
        buffer = Files.AlignedBuffer(size, alignment);
    }

    /// <summary>The reads of a file of a request; null (and logged) where the file system knows no others than those of the page cache.</summary>
    public static DirectReads? Open(HttpRequest request, OpenFile file)
    {
        if (Slot.Of(request) is { } known && known.file == file)
            return known;
        var fd = Files.OpenDirect(file.Fd);
        if (fd < 0)
        {
            request.Log.Write(LogLevel.Alert, request, $"open() for O_DIRECT failed", -fd);
            return null;
        }

        var reads = new DirectReads(request, file, fd);
        Slot.Set(request, reads);
        request.OnEnd(reads);
        return reads;
    }

    /// <summary>Up to <paramref name="length"/> bytes at an offset, valid until the next read; none (and logged) when there are none to read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> Read(long offset, long length)
    {
        var start = offset - (offset % alignment);
        var wanted = (int)Math.Min(buffer.Length, AlignUp(offset + length - start));
        var read = await HelperThreads.Run(static call => Files.ReadAt(call.Fd, call.Target.Span, call.Offset), (Fd: fd, Target: buffer[..wanted], Offset: start));
        if (read == -Errno.EINVAL && isDirect && ReadThroughCache())
            return await Read(offset, length);
        var skipped = (int)(offset - start);
        if (read > skipped)
            return buffer[skipped..(int)Math.Min(read, skipped + length)];
        if (read < 0)
            request.Log.Write(LogLevel.Crit, request, $"pread() failed", -read);
        else
            request.Log.Write(LogLevel.Alert, request, $"a file was truncated while it was sent");
        return default;
    }

    public void OnContextEnd() => Files.Close(fd);

    /// <summary>The disk's blocks are larger than <c>directio_alignment</c> says.</summary>
    private bool ReadThroughCache()
    {
        isDirect = false;
        request.Log.Write(LogLevel.Alert, request, $"directio_alignment is too small for the file system");
        Files.Close(fd);
        fd = Files.OpenAgain(file.Fd);
        return fd >= 0;
    }

    private long AlignUp(long length) => (length + alignment - 1) / alignment * alignment;
}
