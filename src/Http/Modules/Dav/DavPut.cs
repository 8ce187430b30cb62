using System.Globalization;
using System.Text;
using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

/// <summary>PUT: the body is written beside its place and then moved into it, so that nobody sees half of it.</summary>
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
        return read == HandlerResult.Ok ? Store(request) : read;
    }

    private static HandlerResult Store(HttpRequest request)
    {
        var path = PathMapper.MapFile(request);
        var exists = Files.Status(path.Terminated, followLink: true, out var status) >= 0;
        if (exists && status.IsDirectory)
        {
            request.Log.Write(LogLevel.Error, request, $"\"{path.Text}\" could not be created", Errno.EISDIR);
            return 409;
        }

        var conf = DavConf.Slot.Of(request);
        if (conf.CreateFullPutPath.Value && MakeParents(request, path, conf.DirectoryAccess) is { Code: not 0 } failed)
            return failed;
        if (Write(request, path, conf.Access.Value) is { Code: not 0 } refusal)
            return refusal;
        return exists ? 204 : DavHandler.Created(request);
    }

    private static HandlerResult Write(HttpRequest request, FilePath path, uint access)
    {
        var temporary = TemporaryName(request, path);
        var fd = Files.Open(temporary.Terminated, Files.O_WRONLY | Files.O_CREAT | Files.O_EXCL, (int)FileRights.OwnerReadWrite);
        if (fd < 0)
            return DavHandler.Fail(request, -fd, 409, "open()", temporary);
        var errno = WriteBody(request, fd);
        if (errno == 0)
            errno = -FileChanges.ChangeMode(fd, access);
        if (request.Headers.TryGet(KnownField.Date, out var date) && HttpDate.TryParse(date.Span, out var seconds))
            FileChanges.SetModified(fd, seconds);
        Files.Close(fd);
        if (errno == 0)
            errno = -FileChanges.Rename(temporary.Terminated, path.Terminated);
        if (errno == 0)
            return HandlerResult.Ok;
        FileChanges.Unlink(temporary.Terminated);
        return DavHandler.Fail(request, errno, 409, "rename()", path);
    }

    private static int WriteBody(HttpRequest request, int fd)
    {
        if (request.Body.File is not { } file)
            return FileCopy.WriteAll(fd, request.Body.Memory.Span);
        var source = Files.Open(file.Name, Files.O_RDONLY);
        if (source < 0)
            return -source;
        var errno = FileCopy.CopyBytes(source, fd);
        Files.Close(source);
        return errno;
    }

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
