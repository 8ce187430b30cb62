using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Modules.Compression;
using Engine.Http.Modules.Gzip;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Brotli;

internal static class BrotliFilter
{
    private static readonly ByteString Brotli = ByteString.Copy("br"u8);

    /// <summary>The client takes it, and it is the client's own response.</summary>
    public static bool IsAccepted(HttpRequest request) =>
        !request.IsSubrequest && request.Headers.TryGet(KnownField.AcceptEncoding, out var accepted) && AcceptEncoding.Allows(accepted.Span, "br"u8);

    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        var conf = BrotliConf.Slot.Of(request);
        // A head that was not sent after all, when a later filter refused it, may have left a state.
        BrotliState.Slot.Set(request, null);
        if (!CompressedHead.IsWorthIt(request, conf.MinLength.Value, conf.Types.Value))
            return next.Invoke(request);
        request.Response.VariesByEncoding |= GzipConf.Slot.Of(request).Vary.Value;
        if (!IsAccepted(request))
            return next.Invoke(request);
        CompressedHead.Announce(request, Brotli);
        if (!request.IsHeaderOnly)
        {
            var state = BrotliState.Rent(request);
            state.Begin(request, conf);
            BrotliState.Slot.Set(request, state);
        }

        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (BrotliState.Slot.Of(request) is not { IsOpen: true } state)
            return next.Invoke(request, buffer);
        return buffer.IsFile ? FileContent.Feed(request, buffer, FilterBody, next) : Compress(request, state, buffer, next);
    }

    private static async ValueTask<HandlerResult> Compress(HttpRequest request, BrotliState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var rest = buffer.Memory;
        while (true)
        {
            var status = state.Compress(ref rest, buffer.IsLast);
            if (status == OperationStatus.Done && buffer.Flush && !buffer.IsLast)
                status = state.Flush();
            if (status == OperationStatus.InvalidData)
            {
                request.Log.Write(LogLevel.Alert, request, $"BrotliEncoderCompressStream() failed");
                return HandlerResult.Error;
            }

            var isFull = status == OperationStatus.DestinationTooSmall;
            if (!isFull && !buffer.IsLast && !buffer.Flush)
                return HandlerResult.Ok;
            var isEnd = !isFull && buffer.IsLast;
            if (isEnd)
                state.EndStream();
            var result = await next.Invoke(request, new OutputBuffer(state.Output.Pending, last: isEnd, flush: buffer.Flush && !isFull));
            state.Output.OnPassedOn();
            if (result != HandlerResult.Ok || !isFull)
                return result;
        }
    }
}
