using Engine.Core.Log;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

internal static class DavHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if ((request.Method & DavConf.Slot.Of(request).Methods.Value) == 0)
            return HandlerResult.Declined;
        if (PathMapper.MapFile(request).IsImpossible)
            return new HandlerResult(404);
        return request.Method switch
        {
            HttpMethod.Put => DavPut.Handle(request),
            _ when request.HasBody => RefuseBody(request),
            HttpMethod.Delete => DavDelete.Handle(request),
            HttpMethod.Mkcol => MakeCollection(request),
            _ => DavCopy.Handle(request),
        };
    }

    /// <summary>The response to what created something: 201 and where it is.</summary>
    public static HandlerResult Created(HttpRequest request)
    {
        request.Response.SetField("Location"u8, request.Arena.Escape(request.Uri, EscapeKind.Uri), request.Arena);
        return 201;
    }

    /// <summary>The status that a failed call is answered with; it is logged.</summary>
    /// <param name="missing">The status when the path, or a directory on it, is not there.</param>
    public static HandlerResult Fail(HttpRequest request, int errno, int missing, string call, FilePath path)
    {
        var (level, status) = errno switch
        {
            Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG => (LogLevel.Error, missing),
            Errno.EACCES or Errno.EPERM => (LogLevel.Error, 403),
            Errno.EEXIST => (LogLevel.Error, 405),
            Errno.ENOSPC => (LogLevel.Crit, 507),
            _ => (LogLevel.Crit, 500),
        };
        request.Log.Write(level, request, $"{call} \"{path.Text}\" failed", errno);
        return status;
    }

    /// <summary>The path without the slash at its end.</summary>
    public static FilePath WithoutSlash(HttpRequest request, FilePath path) =>
        path.Text.Span is [_, .., (byte)'/'] text ? FilePath.Of(request.Arena, text[..^1]) : path;

    public static bool IsCollection(ReadOnlySpan<byte> uri) => uri is [.., (byte)'/'];

    private static HandlerResult MakeCollection(HttpRequest request)
    {
        if (!IsCollection(request.Uri.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"MKCOL can create a collection only");
            return 409;
        }

        var path = WithoutSlash(request, PathMapper.MapFile(request));
        var result = FileChanges.MakeDirectory(path.Terminated, DavConf.Slot.Of(request).DirectoryAccess);
        return result < 0 ? Fail(request, -result, 409, "mkdir()", path) : Created(request);
    }

    private static HandlerResult RefuseBody(HttpRequest request)
    {
        var methods = request.Method switch
        {
            HttpMethod.Delete => "DELETE with body is",
            HttpMethod.Mkcol => "MKCOL with body is",
            _ => "COPY and MOVE with body are",
        };
        request.Log.Write(LogLevel.Error, request, $"{methods} unsupported");
        return 415;
    }
}
