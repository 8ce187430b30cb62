using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Mp4;

internal static class Mp4Handler
{
    public static ValueTask<HandlerResult> Handle(HttpRequest request) =>
        RequestFiles.TryOpen(request, out var path, out var file, out var refusal) ? Answer(request, path, file) : refusal;

    private static ValueTask<HandlerResult> Answer(HttpRequest request, FilePath path, OpenFile file)
    {
        request.LogAction = "sending mp4 to client";
        request.Response.AllowsRanges = true;
        var range = PlayRange.Of(request.Arguments);
        return range.IsGiven ? SendPart(request, path, file, range) : FileResponse.Send(request, file);
    }

    /// <summary>The metadata are read and written anew on a helper thread: the work is that of reading megabytes.</summary>
    private static async ValueTask<HandlerResult> SendPart(HttpRequest request, FilePath path, OpenFile file, PlayRange range)
    {
        var conf = Mp4Conf.Slot.Of(request);
        var limits = new Mp4Limits(conf.BufferSize.Value, conf.MaxBufferSize.Value, conf.StartsAtKeyFrame.Value);
        using var part = new Mp4Part(file, range, limits);
        try
        {
            switch (await HelperThreads.Run(static part => part.Make(), part))
            {
                case Mp4Outcome.Whole:
                    file.Retain();
                    return await FileResponse.Send(request, file);
                case Mp4Outcome.Made:
                    return await Send(request, file, part);
                default:
                    request.Log.Write(LogLevel.Error, request, $"\"{path.Text}\" {part.Fault}", part.Errno);
                    return 500;
            }
        }
        finally
        {
            file.Release();
        }
    }

    private static async ValueTask<HandlerResult> Send(HttpRequest request, OpenFile file, Mp4Part part)
    {
        var discarded = request.Body.StartDiscard();
        if (discarded != HandlerResult.Ok)
            return discarded;
        FileResponse.Describe(request, file);
        request.Response.AllowsSingleRangeOnly = true;
        request.Response.ContentLength = part.Head.Length + part.MediaLength;
        var result = await request.SendHeader();
        if (result.Code != 0 || request.IsHeaderOnly)
            return result;
        result = await request.SendBody(new OutputBuffer(part.Head, last: part.MediaLength == 0));
        if (result != HandlerResult.Ok || part.MediaLength == 0)
            return result;
        return await request.SendBody(new OutputBuffer(new FileRegion(file, part.MediaStart, part.MediaLength), last: true));
    }
}
