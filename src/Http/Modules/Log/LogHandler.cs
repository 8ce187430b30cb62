using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Log;

/// <summary>Writes the access log lines of a request.</summary>
internal static class LogHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = LogConf.Slot.Of(request);
        var logs = conf.Logs;
        for (var i = 0; i < logs.Count; i++)
        {
            var log = logs[i];
            if (log.Condition is { } condition && condition.Evaluate(request).Span is [] or [(byte)'0'])
                continue;
            if (log.Path is { } path)
                WriteByPath(request, conf, log, path.Evaluate(request));
            else
                log.Destination!.Append(log.Format.Write(request, conf.EscapesNonAscii.Value));
        }

        return HandlerResult.Ok;
    }

    /// <summary>As in nginx, the root of the request must exist: a client's Host must not make files for sites that are none.</summary>
    private static void WriteByPath(HttpRequest request, LogConf conf, AccessLog log, ByteString path)
    {
        var root = PathMapper.Root(request);
        var errno = -Files.Status(request.Arena.Concat(root.Span, "\0"u8).Span, followLink: true, out var status);
        if (errno != 0)
        {
            if (errno is not (Errno.ENOENT or Errno.ENOTDIR))
                request.Log.Write(LogLevel.Error, request, $"testing \"{root}\" existence failed", errno);
            return;
        }

        if (!status.IsDirectory)
        {
            request.Log.Write(LogLevel.Error, request, $"testing \"{root}\" existence failed", Errno.ENOTDIR);
            return;
        }

        conf.Files!.Write(request.Loop, request.Arena.Concat(path.Span, "\0"u8).Span, log.Format.Write(request, conf.EscapesNonAscii.Value));
    }
}
