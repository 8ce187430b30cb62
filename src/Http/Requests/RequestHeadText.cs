using Engine.Core.Buffers;

namespace Engine.Http.Requests;

/// <summary>A request's head as it was received, put together again from its lines.</summary>
public static class RequestHeadText
{
    public static int Length(HttpRequest request, bool withLine = true)
    {
        var length = withLine ? request.RequestLineText.Length + 4 : 2;
        foreach (var field in request.Headers.Span)
            length += field.Name.Length + field.Value.Length + 4;
        return length;
    }

    /// <summary>Writes request line and fields, and the empty line behind them, into <see cref="Length"/> bytes.</summary>
    public static void Write(HttpRequest request, Span<byte> bytes, bool withLine = true)
    {
        var writer = new SpanWriter(bytes);
        if (withLine)
        {
            writer.Write(request.RequestLineText.Span);
            writer.Write("\r\n"u8);
        }

        foreach (var field in request.Headers.Span)
            writer.WriteField(field.Name.Span, field.Value.Span);
        writer.Write("\r\n"u8);
    }

    public static ByteString Of(HttpRequest request, ByteArena arena)
    {
        var text = arena.Allocate(Length(request), out var bytes);
        Write(request, bytes);
        return text;
    }
}
