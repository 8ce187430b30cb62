using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Modules.Compression;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gzip;

internal static class GzipFilter
{
    private static readonly ByteString Gzip = ByteString.Copy("gzip"u8);

    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var conf = GzipConf.Slot.Of(request);
        // A head that was not sent after all, when a later filter refused it, may have left a state.
        GzipState.Slot.Set(request, null);
        if (!CompressedHead.IsWorthIt(request, conf.MinLength.Value, conf.Types.Value))
            return next.Invoke(request);
        request.Response.VariesByEncoding |= conf.Vary.Value;
        if (!GzipPolicy.Allows(request))
            return next.Invoke(request);
        CompressedHead.Announce(request, Gzip);
        if (!request.IsHeaderOnly)
        {
            var state = GzipState.Rent(request);
            if (!state.TryBegin(request, conf))
                return OutOfMemory(request);
            GzipState.Slot.Set(request, state);
        }

        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (GzipState.Slot.Of(request) is not { IsInside: true } state)
            return next.Invoke(request, buffer);
        return buffer.IsFile ? FileContent.Feed(request, buffer, FilterBody, next) : Compress(request, state, buffer, next);
    }

    private static ValueTask<HandlerResult> OutOfMemory(HttpRequest request)
    {
        request.Log.Write(LogLevel.Alert, request, $"deflateInit2() failed");
        return new ValueTask<HandlerResult>(HandlerResult.Error);
    }

    private static async ValueTask<HandlerResult> Compress(HttpRequest request, GzipState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var flush = buffer.IsLast ? DeflateFlush.Finish : buffer.Flush ? DeflateFlush.Sync : DeflateFlush.None;
        var rest = buffer.Memory;
        while (true)
        {
            var status = Step(state, ref rest, flush);
            if (status == ZlibStatus.Invalid)
            {
                request.Log.Write(LogLevel.Alert, request, $"deflate() failed");
                return HandlerResult.Error;
            }

            var isEnd = status == ZlibStatus.End;
            if (isEnd)
                state.EndStream();
            if (status == ZlibStatus.Done && flush == DeflateFlush.None && !(GzipConf.Slot.Of(request).NoBuffer.Value && state.Output.Pending.Length > 0))
                return HandlerResult.Ok;
            var output = new OutputBuffer(state.Output.Pending, last: isEnd, flush: buffer.Flush && status != ZlibStatus.OutputFull);
            var result = await next.Invoke(request, output);
            state.Output.OnPassedOn();
            if (result != HandlerResult.Ok || status != ZlibStatus.OutputFull)
                return result;
        }
    }

    private static ZlibStatus Step(GzipState state, ref ReadOnlyMemory<byte> rest, DeflateFlush flush)
    {
        var input = rest.Span;
        var status = state.Deflater.Deflate(ref input, state.Output.Room(), flush, out var written);
        state.Output.Count(rest.Length - input.Length, written);
        rest = rest[^input.Length..];
        return status;
    }
}
