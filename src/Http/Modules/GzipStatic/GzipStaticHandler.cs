using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Modules.Gzip;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.GzipStatic;

internal static class GzipStaticHandler
{
    private static readonly ByteString ContentEncoding = ByteString.Copy("Content-Encoding"u8);
    private static readonly ByteString Gzip = ByteString.Copy("gzip"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if ((request.Method & (HttpMethod.Get | HttpMethod.Head)) == 0 || request.Uri.Span is [] or [.., (byte)'/'])
            return HandlerResult.Declined;
        var isAlways = GzipStaticConf.Slot.Of(request).Mode.Value == GzipStatic.Always;
        var isAllowed = isAlways || GzipPolicy.Allows(request);
        var varies = !isAlways && GzipConf.Slot.Of(request).Vary.Value;
        if (!isAllowed && !varies)
            return HandlerResult.Declined;
        var path = FilePath.Join(request.Arena, PathMapper.MapFile(request).Text.Span, ".gz"u8);
        var lookup = RequestFiles.Open(request, path);
        if (!lookup.IsFound)
            return Refuse(request, path, lookup);
        request.Response.VariesByEncoding |= varies;
        if (lookup.File is not { } file)
            return HandlerResult.Declined;
        if (isAllowed && file.Status.IsRegular)
            return Send(request, file);
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

    private static ValueTask<HandlerResult> Send(HttpRequest request, OpenFile file)
    {
        request.LogAction = "sending response to client";
        request.Response.Fields.Add(KnownField.ContentEncoding, ContentEncoding, Gzip);
        return FileResponse.Send(request, file);
    }
}
