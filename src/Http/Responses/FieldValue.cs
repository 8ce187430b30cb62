using System.Buffers;
using System.Buffers.Text;
using Engine.Core.Buffers;

namespace Engine.Http.Responses;

/// <summary>Values of response fields that were put together from what a client sent.</summary>
public static class FieldValue
{
    private static readonly SearchValues<byte> LineBytes = SearchValues.Create("\r\n\0"u8);

    public static bool IsSafe(ByteString value) => value.IsEmpty || !value.Span.ContainsAny(LineBytes);

    /// <summary>The value as it may stand in a head: bytes that would end the line are written as %XX, so that nobody can add lines of their own.</summary>
    public static ByteString Safe(ByteArena arena, ByteString value)
    {
        if (IsSafe(value))
            return value;
        var escaped = arena.Allocate(value.Length * 3, out var bytes);
        var writer = new SpanWriter(bytes);
        foreach (var b in value.Span)
        {
            if (!LineBytes.Contains(b))
            {
                writer.Write(b);
                continue;
            }

            writer.Write((byte)'%');
            Utf8Formatter.TryFormat(b, writer.Remaining, out var digits, new StandardFormat('X', 2));
            writer.Advance(digits);
        }

        return escaped.Slice(0, writer.Written);
    }
}
