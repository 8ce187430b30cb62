using System.Text;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Modules.Dav;
using Engine.Http.Requests;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream.Store;

/// <summary>
/// A response on its way into a file that stays: written under a temporary name as it comes, and moved to its place when it is complete, so
/// that nobody sees half of it.
/// </summary>
internal sealed class ResponseFile
{
    private HttpRequest request = null!;
    private TempFile? file;

    /// <summary>It is being written, and nothing went wrong so far.</summary>
    public bool IsOpen => file is not null && !hasFailed;

    private bool hasFailed;

    public long Length => file!.Length;

    public FileRegion Region => file!.Region;

    /// <summary>Creates the file in a directory for temporary ones; false (and logged) when that fails.</summary>
    public bool Create(HttpRequest owner, TempPath path)
    {
        request = owner;
        hasFailed = false;
        file = path.Create(out var name, out var errno);
        return file is not null || Fail($"open() \"{name}\" failed", errno);
    }

    /// <summary>Creates the file under a name that nobody else uses.</summary>
    public bool Create(HttpRequest owner, string name)
    {
        request = owner;
        hasFailed = false;
        var fd = Files.Open(name, Files.O_RDWR | Files.O_CREAT | Files.O_EXCL, 0x180);
        file = fd < 0 ? null : new TempFile(name, fd);
        return fd >= 0 || Fail($"open() \"{name}\" failed", -fd);
    }

    /// <summary>A write that fails ends it: the response goes on to the client and is not kept.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!IsOpen)
            return;
        var errno = file!.Append(bytes);
        if (errno != 0)
            hasFailed = !Fail($"write() \"{file.Name}\" failed", errno);
    }

    /// <summary>Moves the file to its place; false (and logged) when that fails. It can still be read afterwards.</summary>
    public async ValueTask<bool> MoveTo(byte[] zeroTerminatedName, uint mode)
    {
        if (mode != 0)
            FileChanges.ChangeMode(file!.Fd, mode);
        var errno = file!.MoveTo(zeroTerminatedName);
        // Another file system: that takes as long as copying does.
        if (errno == Errno.EXDEV)
            errno = await Engine.Core.Loop.HelperThreads.Run(static names => CopyAcross(names.From, names.To), (From: file.Name, To: zeroTerminatedName));
        return errno == 0 || Fail($"rename() \"{file.Name}\" to \"{SystemText.Decode(zeroTerminatedName.AsSpan()[..^1])}\" failed", errno);
    }

    public void SetModified(long unixSeconds) => FileChanges.SetModified(file!.Fd, unixSeconds);

    /// <summary>Lets go of the file; what was not moved is deleted.</summary>
    public void Close()
    {
        file?.Close();
        file = null;
        request = null!;
    }

    private static int CopyAcross(string from, byte[] to)
    {
        byte[] beside = [.. to.AsSpan()[..^1], .. Encoding.ASCII.GetBytes(Path.GetExtension("." + Path.GetFileName(from))), 0];
        var target = Files.Open(beside, Files.O_WRONLY | Files.O_CREAT | Files.O_TRUNC, 0x180);
        if (target < 0)
            return -target;
        var errno = FileCopy.CopyFrom(from, target);
        Files.Close(target);
        if (errno == 0)
            errno = -FileChanges.Rename(beside, to);
        if (errno != 0)
            FileChanges.Unlink(beside);
        return errno;
    }

    private bool Fail(string message, int errno)
    {
        request.Log.Write(LogLevel.Crit, request, $"{message}", errno);
        return false;
    }
}
