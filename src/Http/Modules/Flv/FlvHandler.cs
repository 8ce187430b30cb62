using System.Buffers.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Filters;
using Engine.Http.Modules.Core;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Flv;

internal static class FlvHandler
{
    private static readonly ByteString Start = ByteString.Copy("start"u8);

    /// <summary>Signature, version 1, audio and video, the head's length, and the size of no tag before the first.</summary>
    private static readonly ByteString FileHead = ByteString.Copy("FLV\x01\x05\0\0\0\x09\0\0\0\0"u8);

    public static ValueTask<HandlerResult> Handle(HttpRequest request) =>
        RequestFiles.TryOpen(request, out _, out var file, out var refusal) ? Answer(request, file) : refusal;

    private static ValueTask<HandlerResult> Answer(HttpRequest request, OpenFile file)
    {
        request.LogAction = "sending flv to client";
        request.Response.AllowsRanges = true;
        var start = StartOf(request, file.Status.Size);
        return start == 0 ? FileResponse.Send(request, file) : SendFrom(request, file, start);
    }

    /// <summary>Where to begin; what is no place in the file is its beginning.</summary>
    private static long StartOf(HttpRequest request, long size)
    {
        if (!Arguments.Find(request.Arguments, Start).Bytes.Span.TryParseWhole(out var start) || start >= size)
            return 0;
        return start;
    }

    private static bool TryParseWhole(this ReadOnlySpan<byte> text, out long number) =>
        Utf8Parser.TryParse(text, out number, out var length) && length == text.Length && number >= 0;

    private static async ValueTask<HandlerResult> SendFrom(HttpRequest request, OpenFile file, long start)
    {
        try
        {
            var discarded = request.Body.StartDiscard();
            if (discarded != HandlerResult.Ok)
                return discarded;
            FileResponse.Describe(request, file);
            request.Response.ContentLength = FileHead.Length + file.Status.Size - start;
            var result = await request.SendHeader();
            if (result.Code != 0 || request.IsHeaderOnly)
                return result;
            result = await request.SendBody(new OutputBuffer(FileHead.Memory));
            if (result != HandlerResult.Ok)
                return result;
            return await request.SendBody(new OutputBuffer(new FileRegion(file, start, file.Status.Size - start), last: true));
        }
        finally
        {
            file.Release();
        }
    }
}
