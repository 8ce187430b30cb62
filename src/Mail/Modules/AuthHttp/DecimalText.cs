using System.Globalization;

namespace Engine.Mail.Modules.AuthHttp;

internal static class DecimalText
{
    /// <summary>Digits and nothing else; a number above <paramref name="most"/> counts as that.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int most, out int number)
    {
        number = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;
        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? (int)Math.Min(parsed, most) : most;
        return true;
    }
}
