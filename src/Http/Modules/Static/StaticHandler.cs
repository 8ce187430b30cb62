using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Static;

/// <summary>Answers with the file that the URI stands for.</summary>
internal static class StaticHandler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if ((request.Method & (HttpMethod.Get | HttpMethod.Head | HttpMethod.Post)) == 0)
            return new HandlerResult(405);
        // With an alias that is the whole path try_files leaves nothing of the URI.
        if (request.Uri.Span is [.., (byte)'/'] || (request.Uri.IsEmpty && !request.AppendsUriToAlias))
            return HandlerResult.Declined;
        var path = PathMapper.MapFile(request);
        var lookup = RequestFiles.Open(request, path);
        if (!lookup.IsFound)
            return RequestFiles.Refuse(request, path, lookup);
        return lookup.File is { } file ? Answer(request, path, file) : RedirectToDirectory(request);
    }

    private static ValueTask<HandlerResult> Answer(HttpRequest request, FilePath path, OpenFile file)
    {
        if (request.Method == HttpMethod.Post || !file.Status.IsRegular)
            return Refuse(request, path, file);
        request.LogAction = "sending response to client";
        request.Response.AllowsRanges = true;
        return FileResponse.Send(request, file);
    }

    private static HandlerResult Refuse(HttpRequest request, FilePath path, OpenFile file)
    {
        var isRegular = file.Status.IsRegular;
        file.Release();
        if (isRegular)
            return 405;
        request.Log.Write(LogLevel.Crit, request, $"\"{path.Text}\" is not a regular file");
        return 404;
    }

    /// <summary>The same URI with a slash behind it.</summary>
    private static HandlerResult RedirectToDirectory(HttpRequest request)
    {
        var arena = request.Arena;
        var target = arena.Concat(arena.Escape(request.Uri, EscapeKind.Uri).Span, "/"u8);
        if (!request.Arguments.IsEmpty)
            target = arena.Concat(arena.Concat(target.Span, "?"u8).Span, request.Arguments.Span);
        request.Response.SetField("Location"u8, target, arena);
        return 301;
    }
}
