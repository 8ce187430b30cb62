using Engine.Core.Log;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Filters;

/// <summary>Files for filters that work on bytes.</summary>
public static class FileContent
{
    /// <summary>Calls <paramref name="filter"/> again with the file's bytes, piece by piece.</summary>
    public static async ValueTask<HandlerResult> Feed(HttpRequest request, OutputBuffer buffer, BodyFilter filter, NextBodyFilter next)
    {
        var segments = request.Loop.Segments;
        var bytes = segments.Rent((int)Math.Min(request.Location.Core.OutputBuffers.Value.Size, Math.Max(buffer.Length, 1)));
        try
        {
            for (long done = 0; done < buffer.Length;)
            {
                var length = (int)Math.Min(bytes.Length, buffer.Length - done);
                var read = buffer.File.File.ReadAt(bytes.AsSpan(0, length), buffer.File.Offset + done);
                if (read <= 0)
                    return Fail(request, read);
                done += read;
                var result = await filter(request, buffer.Piece(bytes.AsMemory(0, read), isEnd: done == buffer.Length), next);
                if (result != HandlerResult.Ok)
                    return result;
            }

            return HandlerResult.Ok;
        }
        finally
        {
            segments.Return(bytes);
        }
    }

    private static HandlerResult Fail(HttpRequest request, int read)
    {
        if (read < 0)
            request.Log.Write(LogLevel.Crit, request, $"read() of a file failed", -read);
        else
            request.Log.Write(LogLevel.Alert, request, $"a file was truncated while it was sent");
        return HandlerResult.Error;
    }
}
