using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Index;

/// <summary>Redirects a URI that ends with a slash to the first index file that is there.</summary>
internal static class IndexHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (request.Uri.Span is not [.., (byte)'/'] || (request.Method & (HttpMethod.Get | HttpMethod.Head | HttpMethod.Post)) == 0)
            return HandlerResult.Declined;
        return Find(request);
    }

    private static HandlerResult Find(HttpRequest request)
    {
        var directory = default(FilePath);
        var isTested = false;
        foreach (var value in IndexConf.Slot.Of(request).Names!)
        {
            var name = value.Evaluate(request);
            if (name.Span is [(byte)'/', ..])
                return request.RedirectInternally(name, request.Arguments);
            if (directory.Text.IsEmpty && (directory = PathMapper.MapFile(request)).Text.IsEmpty)
                return 404;
            var path = FilePath.Join(request.Arena, directory.Text.Span, name.Span);
            var lookup = RequestFiles.Test(request, path);
            if (lookup.IsFound)
                return request.RedirectInternally(request.Arena.Concat(request.Uri.Span, name.Span), request.Arguments);
            if (lookup.Errno is Errno.EACCES or Errno.ELOOP or Errno.ENOTDIR or Errno.ENAMETOOLONG)
                return Refuse(request, path, lookup.Errno);
            if (!isTested && TestDirectory(request, directory, path) is { Code: not 0 } failed)
                return failed;
            isTested = true;
            if (lookup.Errno == Errno.ENOENT)
                continue;
            request.Log.Write(LogLevel.Crit, request, $"{lookup.FailedCall} \"{path.Text}\" failed", lookup.Errno);
            return 500;
        }

        return HandlerResult.Declined;
    }

    /// <summary>Without the directory there is no use in looking for other names in it.</summary>
    private static HandlerResult TestDirectory(HttpRequest request, FilePath directory, FilePath path)
    {
        var name = directory.Text.Span is { Length: > 1 } text ? FilePath.Of(request.Arena, text[..^1]) : directory;
        var lookup = RequestFiles.Test(request, name);
        switch (lookup.Errno)
        {
            case 0 when lookup.Status.IsDirectory:
            // Searching it is allowed: the first file was looked for without this error.
            case Errno.EACCES:
                return HandlerResult.Ok;
            case 0:
                request.Log.Write(LogLevel.Alert, request, $"\"{name.Text}\" is not a directory");
                return 500;
            case Errno.ENOENT:
                return Refuse(request, path, Errno.ENOENT);
            default:
                request.Log.Write(LogLevel.Crit, request, $"{lookup.FailedCall} \"{name.Text}\" failed", lookup.Errno);
                return 500;
        }
    }

    private static HandlerResult Refuse(HttpRequest request, FilePath path, int errno)
    {
        if (errno is Errno.EACCES or Errno.ELOOP)
        {
            request.Log.Write(LogLevel.Error, request, $"\"{path.Text}\" is forbidden", errno);
            return 403;
        }

        if (request.Location.Core.LogNotFound.Value)
            request.Log.Write(LogLevel.Error, request, $"\"{path.Text}\" is not found", errno);
        return 404;
    }
}
