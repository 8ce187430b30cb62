using System.Text;
using Engine.Http.Requests;

namespace Engine.Http.Parsing;

/// <summary>Cache-Control and its like as nginx reads them: words are found wherever they stand, in any case.</summary>
public static class CacheControl
{
    /// <summary>Seconds that can be added to without running over.</summary>
    private const long Forever = long.MaxValue / 16;

    /// <summary>Whether any line of that field has the word.</summary>
    public static bool Has(FieldList fields, KnownField name, ReadOnlySpan<byte> word)
    {
        foreach (var field in fields.Span)
        {
            if (field.Known == name && Contains(field.Value.Span, word))
                return true;
        }

        return false;
    }

    public static bool Contains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => IndexOf(text, word) >= 0;

    /// <summary>The seconds behind a name with its "="; -1 when something else is behind it. False when the name isn't there.</summary>
    public static bool TryFind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name, out long seconds)
    {
        seconds = -1;
        var start = IndexOf(text, name);
        if (start < 0)
            return false;
        if (!TryTakeNumber(text[(start + name.Length)..], out seconds, out var rest) || rest is not ([] or [(byte)',' or (byte)';' or (byte)' ' or (byte)'\t', ..]))
            seconds = -1;
        return true;
    }

    /// <summary>The digits that a text begins with; more than fit are as good as for ever (RFC 9111, 1.2.2).</summary>
    public static bool TryTakeNumber(ReadOnlySpan<byte> text, out long number, out ReadOnlySpan<byte> rest)
    {
        number = 0;
        var digits = 0;
        while (digits < text.Length && ByteClass.IsDigit(text[digits]))
        {
            var digit = text[digits++] - '0';
            number = Math.Min((number * 10) + digit, Forever);
        }

        rest = text[digits..];
        return digits > 0;
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
