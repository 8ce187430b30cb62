using Engine.Core.Log;
using Engine.Http.OpenFiles;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Dav;

internal static class DavDelete
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request) => Delete(request);

    private static HandlerResult Delete(HttpRequest request)
    {
        if (!IsDeepEnough(request, out var depth))
        {
            request.Log.Write(LogLevel.Error, request, $"insufficient URI depth:{depth} to DELETE");
            return 409;
        }

        var path = PathMapper.MapFile(request);
        var result = Files.Status(path.Terminated, followLink: false, out var status);
        if (result < 0)
            return DavHandler.Fail(request, -result, -result == Errno.ENOTDIR ? 409 : 404, "lstat()", path);
        if (CheckKind(request, path, status) is { Code: not 0 } refusal)
            return refusal;
        return Remove(request, DavHandler.WithoutSlash(request, path), status.IsDirectory) is { Code: not 0 } failed ? failed : 204;
    }

    /// <summary>Removes a file, or a directory with all that is in it.</summary>
    public static HandlerResult Remove(HttpRequest request, FilePath path, bool isDirectory)
    {
        if (!isDirectory)
        {
            var result = FileChanges.Unlink(path.Terminated);
            return result < 0 ? DavHandler.Fail(request, -result, 404, "unlink()", path) : HandlerResult.Ok;
        }

        return FileTree.Remove(path, request.Arena, out var failure) ? HandlerResult.Ok : DavHandler.Fail(request, failure.Errno, 404, failure.Call, failure.Path);
    }

    private static HandlerResult CheckKind(HttpRequest request, FilePath path, in FileStatus status)
    {
        var depth = DavDepths.Read(request, status.IsDirectory ? DavDepth.Infinity : DavDepth.Zero);
        if (!status.IsDirectory)
        {
            if (depth is DavDepth.Zero or DavDepth.Infinity)
                return HandlerResult.Ok;
            request.Log.Write(LogLevel.Error, request, $"\"Depth\" header must be 0 or infinity");
            return 400;
        }

        if (!DavHandler.IsCollection(request.Uri.Span))
        {
            request.Log.Write(LogLevel.Error, request, $"DELETE \"{path.Text}\" failed", Errno.EISDIR);
            return 409;
        }

        if (depth == DavDepth.Infinity)
            return HandlerResult.Ok;
        request.Log.Write(LogLevel.Error, request, $"\"Depth\" header must be infinity");
        return 400;
    }

    /// <summary>A slip of the finger in a short URI should not remove everything (<c>min_delete_depth</c>).</summary>
    private static bool IsDeepEnough(HttpRequest request, out long depth)
    {
        depth = 0;
        var min = DavConf.Slot.Of(request).MinDeleteDepth.Value;
        var uri = request.Uri.Span;
        for (var i = 0; i < uri.Length && min > 0; i++)
        {
            if (uri[i] == '/' && ++depth >= min && i + 1 < uri.Length)
                return true;
        }

        return min == 0;
    }
}
