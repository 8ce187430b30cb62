using System.Globalization;
using System.Text;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Http.Conf;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

/// <summary>PUT: the body is moved into its place, where nobody sees half of it; if need be it is written beside it first.</summary>
internal static class DavPut
{
    private static long lastNumber = Environment.ProcessId;

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (DavHandler.IsCollection(request.Uri.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"cannot PUT to a collection");
            return new HandlerResult(409);
        }

        // RFC 9110 section 14.5: who does not know ranges in PUT must not take a part for the whole.
        if (request.Headers.Has(KnownField.ContentRange))
        {
            request.Log.Write(LogLevel.Error, request, $"PUT with range is unsupported");
            return new HandlerResult(501);
        }

        return ReadAndStore(request);
    }

    private static async ValueTask<HandlerResult> ReadAndStore(HttpRequest request)
    {
        var read = await request.Body.Read();
        return read == HandlerResult.Ok ? await Store(request) : read;
    }

    private static ValueTask<HandlerResult> Store(HttpRequest request)
    {
        var path = PathMapper.MapFile(request);
        var exists = Files.Status(path.Terminated, followLink: true, out var status) >= 0;
        if (exists && status.IsDirectory)
        {
            request.Log.Write(LogLevel.Error, request, $"\"{path.Text}\" could not be created", Errno.EISDIR);
            return new HandlerResult(409);
        }

        var conf = DavConf.Slot.Of(request);
        if (conf.CreateFullPutPath.Value && MakeParents(request, path, conf.DirectoryAccess) is { Code: not 0 } failed)
            return failed;
        return Write(request, path, conf.Access.Value, exists);
    }

    private static async ValueTask<HandlerResult> Write(HttpRequest request, FilePath path, uint access, bool exists)
    {
        var errno = request.Body.File is { Keep: false } file ? Move(request, file, path, access) : Errno.EXDEV;
        if (errno == Errno.EXDEV)
        {
            var temporary = TemporaryName(request, path);
            var fd = Files.Open(temporary.Terminated, Files.O_WRONLY | Files.O_CREAT | Files.O_EXCL, (int)FileRights.OwnerReadWrite);
            if (fd < 0)
                return DavHandler.Fail(request, -fd, 409, "open()", temporary);
            errno = await WriteBody(request, fd);
            if (errno == 0)
                errno = SetAttributes(request, fd, access);
            Files.Close(fd);
            if (errno == 0)
                errno = -FileChanges.Rename(temporary.Terminated, path.Terminated);
            if (errno != 0)
                FileChanges.Unlink(temporary.Terminated);
        }

        if (errno != 0)
            return DavHandler.Fail(request, errno, 409, "rename()", path);
        return exists ? 204 : DavHandler.Created(request);
    }

    private static int Move(HttpRequest request, TempFile file, FilePath path, uint access)
    {
        var errno = SetAttributes(request, file.Fd, access);
        return errno == 0 ? file.MoveTo(path.Terminated) : errno;
    }

    private static int SetAttributes(HttpRequest request, int fd, uint access)
    {
        if (request.Headers.TryGet(KnownField.Date, out var date) && HttpDate.TryParse(date.Span, out var seconds))
            FileChanges.SetModified(fd, seconds);
        return -FileChanges.ChangeMode(fd, access);
    }

    /// <summary>What lies in a file may be long: it is copied by a helper thread.</summary>
    private static ValueTask<int> WriteBody(HttpRequest request, int fd) => request.Body.File is { } file
        ? HelperThreads.Run(static copy => FileCopy.CopyFrom(copy.Name, copy.fd), (file.Name, fd))
        : new ValueTask<int>(FileCopy.WriteAll(fd, request.Body.Memory.Span));

    private static FilePath TemporaryName(HttpRequest request, FilePath path)
    {
        var number = Interlocked.Increment(ref lastNumber) % 10_000_000_000;
        return FilePath.Join(request.Arena, path.Text.Span, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $".{number:D10}")));
    }

    /// <summary>The directories on the way (<c>create_full_put_path</c>).</summary>
    private static HandlerResult MakeParents(HttpRequest request, FilePath path, uint access)
    {
        var text = path.Text;
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] != '/')
                continue;
            var directory = FilePath.Of(request.Arena, text.Span[..i]);
            var result = FileChanges.MakeDirectory(directory.Terminated, access);
            if (result is < 0 and not (-Errno.EEXIST or -Errno.EACCES))
                return DavHandler.Fail(request, -result, 409, "mkdir()", directory);
        }

        return HandlerResult.Ok;
    }
}
