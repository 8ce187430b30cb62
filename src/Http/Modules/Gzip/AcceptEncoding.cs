using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Gzip;

/// <summary>The value of Accept-Encoding (RFC 9110 section 12.5.3), read as nginx does: "*" is no permission.</summary>
internal static class AcceptEncoding
{
    /// <param name="coding">Lower-case: "gzip", "br".</param>
    public static bool Allows(ReadOnlySpan<byte> value, ReadOnlySpan<byte> coding)
    {
        if (value.StartsWith(coding) && value.Length > coding.Length && value[coding.Length] == ',')
            return true;
        for (var rest = value; !rest.IsEmpty;)
        {
            var comma = rest.IndexOf((byte)',');
            var element = comma < 0 ? rest : rest[..comma];
            if (Names(element.TrimStart((byte)' '), coding, out var parameters))
                return parameters.IsEmpty || IsWanted(parameters);
            rest = comma < 0 ? default : rest[(comma + 1)..];
        }

        return false;
    }

    private static bool Names(ReadOnlySpan<byte> element, ReadOnlySpan<byte> coding, out ReadOnlySpan<byte> parameters)
    {
        parameters = default;
        if (element.Length < coding.Length || !Ascii.EqualsIgnoreCase(element[..coding.Length], coding))
            return false;
        parameters = element[coding.Length..].Trim((byte)' ');
        return parameters is [] or [(byte)';', ..];
    }

    /// <summary>";q=" and a weight above 0.</summary>
    private static bool IsWanted(ReadOnlySpan<byte> parameters)
    {
        var weight = parameters[1..].TrimStart((byte)' ');
        if (weight.IsEmpty)
            return true;
        return weight is [(byte)'q' or (byte)'Q', (byte)'=', _, ..] && IsPositive(weight[2..]);
    }

    /// <summary>A quality value: 0 to 1 with up to three digits behind the dot.</summary>
    private static bool IsPositive(ReadOnlySpan<byte> quality)
    {
        if (quality[0] is not ((byte)'0' or (byte)'1'))
            return false;
        var isOne = quality[0] == '1';
        if (quality.Length == 1)
            return isOne;
        var digits = quality[2..];
        if (quality[1] != '.' || digits.Length > 3 || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        var hasFraction = digits.ContainsAnyExcept((byte)'0');
        return isOne ? !hasFraction : hasFraction;
    }
}
