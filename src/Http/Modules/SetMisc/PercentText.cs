using System.Buffers;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.SetMisc;

/// <summary>Percent-encoding as this module has it: a little different from that of the core and of Lua.</summary>
internal static class PercentText
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!*'()$,@`|"u8);

    public static int Escape(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        var written = 0;
        foreach (var value in text)
        {
            if (Plain.Contains(value))
            {
                output[written++] = value;
                continue;
            }

            output[written++] = (byte)'%';
            output[written++] = "0123456789ABCDEF"u8[value >> 4];
            output[written++] = "0123456789ABCDEF"u8[value & 0xF];
        }

        return written;
    }

    /// <summary>Of an escape that is none only the percent sign goes, and all of one that the text ends in.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> output, SetMiscConf conf)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                output[written++] = text[i] == '+' ? (byte)' ' : text[i];
                continue;
            }

            if (HexDigit.EscapedByte(text, i) is var value and >= 0)
            {
                output[written++] = (byte)value;
                i += 2;
            }
            else if (i + 2 >= text.Length && (i + 1 == text.Length || char.IsAsciiHexDigit((char)text[i + 1])))
                break;
        }

        return written;
    }
}
