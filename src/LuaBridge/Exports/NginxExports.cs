using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Exports;

/// <summary>Functions of nginx itself that Lua libraries call.</summary>
internal static unsafe class NginxExports
{
    /// <summary>Two lower-case digits for each byte; where the next would be written.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_hex_dump")]
    private static byte* HexDump(byte* target, byte* source, nuint length)
    {
        var digits = "0123456789abcdef"u8;
        for (nuint i = 0; i < length; i++)
        {
            *target++ = digits[source[i] >> 4];
            *target++ = digits[source[i] & 15];
        }

        return target;
    }

    /// <summary>A number of decimal digits; -1 when there are none, others among them, or too many.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_atoi")]
    private static nint ParseDecimal(byte* text, nuint length)
    {
        var number = new ReadOnlySpan<byte>(text, (int)length);
        return System.Buffers.Text.Utf8Parser.TryParse(number, out long value, out var used) && used == number.Length && char.IsAsciiDigit((char)number[0]) ? (nint)value : -1;
    }
}
