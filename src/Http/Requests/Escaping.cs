using Engine.Core.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>Escaped copies of strings, in a request's memory.</summary>
public static class Escaping
{
    /// <summary>The escaped form; <paramref name="text"/> itself when nothing needs escaping.</summary>
    public static ByteString Escape(this ByteArena arena, ByteString text, EscapeKind kind)
    {
        if (!UriEscape.IsNeeded(text.Span, kind))
            return text;
        var escaped = arena.Allocate(UriEscape.Length(text.Span, kind), out var bytes);
        UriEscape.Escape(text.Span, bytes, kind);
        return escaped;
    }

    /// <summary>The decoded form; <paramref name="text"/> itself when there is nothing to decode.</summary>
    public static ByteString Unescape(this ByteArena arena, ByteString text, UnescapeKind kind)
    {
        if (!text.Span.ContainsAny((byte)'%', (byte)'+', (byte)'?'))
            return text;
        var decoded = arena.Allocate(text.Length, out var bytes);
        return decoded.Slice(0, UriEscape.Unescape(text.Span, bytes, kind));
    }
}
