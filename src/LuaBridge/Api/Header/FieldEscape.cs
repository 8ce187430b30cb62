using System.Buffers;
using Engine.Core.Buffers;

namespace Engine.LuaBridge.Api.Header;

/// <summary>Makes bytes harmless that would break a field line or smuggle in another: they are percent-encoded, as OpenResty does it.</summary>
internal static class FieldEscape
{
    private static readonly SearchValues<byte> UnsafeInValue = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(static value => value != '\t').Select(static value => (byte)value), 0x7F]);

    private static readonly SearchValues<byte> UnsafeInName = SearchValues.Create(
        [.. Enumerable.Range(0, 33).Select(static value => (byte)value), .. "\"(),/:;<=>?@[\\]{}"u8, .. Enumerable.Range(0x7F, 0x81).Select(static value => (byte)value)]);

    public static ByteString Name(ByteString name, ByteArena arena) => Escape(name, UnsafeInName, arena);

    public static ByteString Value(ByteString value, ByteArena arena) => Escape(value, UnsafeInValue, arena);

    private static ByteString Escape(ByteString text, SearchValues<byte> unsafeBytes, ByteArena arena)
    {
        if (text.Span.IndexOfAny(unsafeBytes) < 0)
            return text;
        var escaped = arena.Allocate(text.Length * 3, out var bytes);
        var used = 0;
        foreach (var value in text.Span)
        {
            if (!unsafeBytes.Contains(value))
            {
                bytes[used++] = value;
                continue;
            }

            ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
            bytes[used++] = (byte)'%';
            bytes[used++] = digits[value >> 4];
            bytes[used++] = digits[value & 15];
        }

        return escaped.Slice(0, used);
    }
}
