using Engine.Core.Buffers;

namespace Engine.Http.Requests;

/// <summary>A request's head as it was received; of a request that came in no such form, put together from its lines.</summary>
public static class RequestHeadText
{
    /// <summary>Request line and fields, and the empty line behind them.</summary>
    /// <param name="withLine">False leaves the request line out.</param>
    public static ByteString Of(HttpRequest request, ByteArena arena, bool withLine = true)
    {
        var head = request.ReceivedHead;
        if (head.IsEmpty)
            return Compose(request, arena, withLine);
        if (withLine)
            return head;
        var line = head.Span.IndexOf((byte)'\n') + 1;
        return head.Slice(line, head.Length - line);
    }

    private static ByteString Compose(HttpRequest request, ByteArena arena, bool withLine)
    {
        var length = withLine ? request.RequestLineText.Length + 4 : 2;
        foreach (var field in request.Headers.Span)
            length += field.Name.Length + field.Value.Length + 4;

        var text = arena.Allocate(length, out var bytes);
        var writer = new SpanWriter(bytes);
        if (withLine)
        {
            writer.Write(request.RequestLineText.Span);
            writer.Write("\r\n"u8);
        }

        foreach (var field in request.Headers.Span)
            writer.WriteField(field.Name.Span, field.Value.Span);
        writer.Write("\r\n"u8);
        return text;
    }
}
