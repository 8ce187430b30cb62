using Engine.Core.Buffers;

namespace Engine.Core.Text;

/// <summary>Numbers with decimals as nginx writes them.</summary>
public static class Decimals
{
    /// <summary>Milliseconds as seconds with three decimals: "0.005".</summary>
    public static ByteString Seconds(long milliseconds, ByteArena arena)
    {
        Span<byte> text = stackalloc byte[32];
        (milliseconds / 1000).TryFormat(text, out var length, default, null);
        text[length++] = (byte)'.';
        (milliseconds % 1000).TryFormat(text[length..], out var decimals, "D3", System.Globalization.CultureInfo.InvariantCulture);
        return arena.Copy(text[..(length + decimals)]);
    }

    /// <summary>Hundredths with two decimals: "2.75".</summary>
    public static ByteString Hundredths(long hundredths, ByteArena arena)
    {
        Span<byte> text = stackalloc byte[32];
        (hundredths / 100).TryFormat(text, out var length, default, null);
        text[length++] = (byte)'.';
        (hundredths % 100).TryFormat(text[length..], out var decimals, "D2", System.Globalization.CultureInfo.InvariantCulture);
        return arena.Copy(text[..(length + decimals)]);
    }
}
