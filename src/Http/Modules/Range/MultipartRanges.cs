using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Range;

/// <summary>Several ranges in one body: multipart/byteranges (RFC 9110 section 14.6).</summary>
internal static class MultipartRanges
{
    private static long lastBoundary = Random.Shared.NextInt64(1_000_000_000);

    public static void Describe(HttpRequest request, RangeState state)
    {
        var response = request.Response;
        var arena = request.Arena;
        Span<byte> boundary = stackalloc byte[20];
        Interlocked.Increment(ref lastBoundary).TryFormat(boundary, out _, "D20", System.Globalization.CultureInfo.InvariantCulture);
        state.PartHead = PartHead(request, boundary);
        state.Closing = arena.Concat(arena.Concat("\r\n--"u8, boundary).Span, "--\r\n"u8);
        response.ContentType = arena.Concat("multipart/byteranges; boundary="u8, boundary);
        response.Charset = default;
        response.Fields.Remove("Content-Range"u8);
        response.ContentLength = LengthOf(state);
    }

    /// <summary>The parts can be cut out only of a body that comes in one piece.</summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, RangeState state, OutputBuffer buffer, NextBodyFilter next)
    {
        if (buffer.Length == 0 && !buffer.IsLast)
            return next.Invoke(request, buffer);
        if (state.IsDone)
            return HandlerResult.Ok;
        if (buffer.Length == state.ContentLength)
            return SendParts(request, state, buffer, next);
        request.Log.Write(LogLevel.Alert, request, $"range in overlapped buffers");
        return HandlerResult.Error;
    }

    private static async ValueTask<HandlerResult> SendParts(HttpRequest request, RangeState state, OutputBuffer buffer, NextBodyFilter next)
    {
        state.IsDone = true;
        foreach (var range in state.Ranges)
        {
            var head = request.Arena.Concat(state.PartHead.Span, NumbersOf(request, range, state).Span);
            var result = await next.Invoke(request, new OutputBuffer(head.Memory));
            if (result == HandlerResult.Ok)
                result = await next.Invoke(request, buffer.Slice(range.Start, range.Length).WithLast(false));
            if (result != HandlerResult.Ok)
                return result;
        }

        return await next.Invoke(request, new OutputBuffer(state.Closing.Memory, last: true));
    }

    private static ByteString PartHead(HttpRequest request, ReadOnlySpan<byte> boundary)
    {
        var response = request.Response;
        var head = request.Arena.Allocate(boundary.Length + response.ContentType.Length + response.Charset.Length + 80, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write("\r\n--"u8);
        writer.Write(boundary);
        if (!response.ContentType.IsEmpty)
        {
            writer.Write("\r\nContent-Type: "u8);
            writer.Write(response.ContentType.Span);
        }

        if (!response.Charset.IsEmpty)
        {
            writer.Write("; charset="u8);
            writer.Write(response.Charset.Span);
        }

        writer.Write("\r\nContent-Range: bytes "u8);
        return head.Slice(0, writer.Written);
    }

    private static ByteString NumbersOf(HttpRequest request, ByteRange range, RangeState state)
    {
        Span<byte> text = stackalloc byte[80];
        var writer = new SpanWriter(text);
        range.Write(ref writer, state.ContentLength);
        writer.Write("\r\n\r\n"u8);
        return request.Arena.Copy(text[..writer.Written]);
    }

    private static long LengthOf(RangeState state)
    {
        Span<byte> text = stackalloc byte[80];
        long total = state.Closing.Length;
        foreach (var range in state.Ranges)
        {
            var writer = new SpanWriter(text);
            range.Write(ref writer, state.ContentLength);
            total += state.PartHead.Length + writer.Written + 4 + range.Length;
        }

        return total;
    }
}
