using System.Text.Unicode;

namespace Engine.Http.Modules.SetMisc;

/// <summary>String literals.</summary>
internal static class QuotedText
{
    /// <summary>MySQL's.</summary>
    public static int Sql(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf) => Quote(text, output, keepsHighBytes: true);

    /// <summary>PostgreSQL's with escapes; the empty string is a plain one. What is no UTF-8 has no byte of a text left.</summary>
    public static int PgSql(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        if (text.IsEmpty)
            return Sql(text, output, conf);
        output[0] = (byte)'E';
        return 1 + Quote(text, output[1..], Utf8.IsValid(text));
    }

    /// <summary>JSON's; the empty string is null.</summary>
    public static int Json(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        if (text.IsEmpty)
        {
            "null"u8.CopyTo(output);
            return 4;
        }

        output[0] = (byte)'"';
        var written = 1;
        foreach (var value in text)
            written += WriteJson(value, output[written..]);
        output[written++] = (byte)'"';
        return written;
    }

    private static int Quote(ReadOnlySpan<byte> text, Span<byte> output, bool keepsHighBytes)
    {
        output[0] = (byte)'\'';
        var written = 1;
        foreach (var value in text)
        {
            if (SqlEscape.BytesAndDollar.Contains(value))
            {
                output[written++] = (byte)'\\';
                output[written++] = SqlEscape.Of(value);
            }
            else if (value < 0x80 || keepsHighBytes)
                output[written++] = value;
            else
                written += WriteOctal(value, output[written..]);
        }

        output[written++] = (byte)'\'';
        return written;
    }

    /// <summary>The escape of a value of type bytea, whose backslash is one of the literal's.</summary>
    private static int WriteOctal(byte value, Span<byte> output)
    {
        output[0] = output[1] = (byte)'\\';
        output[2] = (byte)('0' + (value >> 6));
        output[3] = (byte)('0' + ((value >> 3) & 7));
        output[4] = (byte)('0' + (value & 7));
        return 5;
    }

    private static int WriteJson(byte value, Span<byte> output)
    {
        var escape = value switch
        {
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\\' or (byte)'"' => value,
            _ => (byte)0,
        };
        if (escape != 0)
        {
            output[0] = (byte)'\\';
            output[1] = escape;
            return 2;
        }

        if (value >= 0x20)
        {
            output[0] = value;
            return 1;
        }

        "\\u00"u8.CopyTo(output);
        output[4] = "0123456789abcdef"u8[value >> 4];
        output[5] = "0123456789abcdef"u8[value & 0xF];
        return 6;
    }
}
