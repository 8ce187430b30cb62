using System.Text;

namespace Engine.Http.Parsing;

/// <summary>Values that are lists of tokens with commas between them, such as Cache-Control.</summary>
public static class TokenList
{
    /// <summary>Whether the list has that token, in any case, alone or with "=value".</summary>
    public static bool Contains(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        while (true)
        {
            list = list.TrimStart(", \t"u8);
            if (list.IsEmpty)
                return false;
            var comma = list.IndexOf((byte)',');
            var element = (comma < 0 ? list : list[..comma]).TrimEnd(" \t"u8);
            if (element.IndexOf((byte)'=') is >= 0 and var equals)
                element = element[..equals].TrimEnd(" \t"u8);
            if (Ascii.EqualsIgnoreCase(element, token))
                return true;
            list = comma < 0 ? default : list[comma..];
        }
    }
}
