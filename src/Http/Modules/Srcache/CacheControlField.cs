using System.Text;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>What Cache-Control of a request or a response says, read as srcache reads it: words are found wherever they stand.</summary>
internal static class CacheControlField
{
    /// <summary>Whether any line of that field has the word, in any case.</summary>
    public static bool Has(FieldList fields, KnownField name, ReadOnlySpan<byte> word)
    {
        foreach (var field in fields.Span)
        {
            if (field.Known == name && IndexOf(field.Value.Span, word) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The seconds of the first "max-age="; -1 when there is none, 0 too when they are not a number.</summary>
    public static long MaxAge(FieldList fields)
    {
        foreach (var field in fields.Span)
        {
            if (field.Known == KnownField.CacheControl && MaxAge(field.Value.Span) is >= 0 and var seconds)
                return seconds;
        }

        return -1;
    }

    /// <summary>The same for one line.</summary>
    public static long MaxAge(ReadOnlySpan<byte> value)
    {
        var start = IndexOf(value, "max-age="u8);
        if (start < 0)
            return -1;
        var text = value[(start + 8)..];
        var length = text.IndexOfAny(",; \t"u8);
        if (length >= 0)
            text = text[..length];
        // What is no number, or too large for one, is no promise.
        return RequestFraming.TryParseContentLength(text, out var seconds) ? seconds : 0;
    }

    private static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i <= text.Length - word.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(text.Slice(i, word.Length), word))
                return i;
        }

        return -1;
    }
}
