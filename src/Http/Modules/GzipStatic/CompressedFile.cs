using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.GzipStatic;

/// <summary>A file that was compressed beforehand, beside the one that the URI stands for.</summary>
internal static class CompressedFile
{
    private static readonly ByteString ContentEncoding = ByteString.Copy("Content-Encoding"u8);

    public static bool MayAnswer(HttpRequest request) =>
        (request.Method & (HttpMethod.Get | HttpMethod.Head)) != 0 && request.Uri.Span is not ([] or [.., (byte)'/']);

    /// <summary>Sends the file whose name has the suffix; declines when there is none.</summary>
    /// <param name="isAllowed">The client takes it; otherwise it only counts that it is there.</param>
    /// <param name="varies">Other clients get another response, which caches have to know.</param>
    public static ValueTask<HandlerResult> Send(HttpRequest request, ReadOnlySpan<byte> suffix, ByteString coding, bool isAllowed, bool varies)
    {
        if (!isAllowed && !varies)
            return HandlerResult.Declined;
        var path = FilePath.Join(request.Arena, PathMapper.MapFile(request).Text.Span, suffix);
        var lookup = RequestFiles.Open(request, path);
        if (!lookup.IsFound)
            return Refuse(request, path, lookup);
        request.Response.VariesByEncoding |= varies;
        if (lookup.File is not { } file)
            return HandlerResult.Declined;
        if (isAllowed && file.Status.IsRegular)
            return Send(request, file, coding);
        if (!file.Status.IsRegular)
            request.Log.Write(LogLevel.Crit, request, $"\"{path.Text}\" is not a regular file");
        file.Release();
        return isAllowed ? new HandlerResult(404) : HandlerResult.Declined;
    }

    /// <summary>Without a compressed file the ordinary one answers.</summary>
    private static HandlerResult Refuse(HttpRequest request, FilePath path, in FileLookup lookup)
    {
        if (lookup.Errno is not (Errno.ENOENT or Errno.ENOTDIR or Errno.ENAMETOOLONG))
        {
            var level = lookup.Errno is Errno.EACCES or Errno.ELOOP ? LogLevel.Error : LogLevel.Crit;
            request.Log.Write(level, request, $"{lookup.FailedCall} \"{path.Text}\" failed", lookup.Errno);
        }

        return HandlerResult.Declined;
    }

    private static ValueTask<HandlerResult> Send(HttpRequest request, OpenFile file, ByteString coding)
    {
        request.LogAction = "sending response to client";
        request.Response.Fields.Add(KnownField.ContentEncoding, ContentEncoding, coding);
        return FileResponse.Send(request, file);
    }
}
