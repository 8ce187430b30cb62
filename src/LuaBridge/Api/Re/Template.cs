using System.Text;

namespace Engine.LuaBridge.Api.Re;

/// <summary>The replacement of sub and gsub: text with <c>$1</c>, <c>${1}</c> and <c>$$</c>.</summary>
internal static class Template
{
    /// <summary>What is wrong with it; null when it can be used.</summary>
    public static string? Check(ReadOnlySpan<byte> text)
    {
        for (var rest = text; !rest.IsEmpty;)
        {
            var dollar = rest.IndexOf((byte)'$');
            if (dollar < 0)
                return null;
            rest = rest[(dollar + 1)..];
            var length = ReadReference(rest, out _);
            if (length == 0)
                return Explain(text, rest);
            rest = rest[length..];
        }

        return null;
    }

    /// <summary>
    /// What stands behind a dollar: its length, and the number of a group, or -1 for a dollar. 0 when it is neither.
    /// </summary>
    public static int ReadReference(ReadOnlySpan<byte> text, out int group)
    {
        group = -1;
        if (!text.IsEmpty && text[0] == '$')
            return 1;
        var braced = !text.IsEmpty && text[0] == '{';
        var start = braced ? 1 : 0;
        var end = start;
        var number = 0;
        for (; end < text.Length && char.IsAsciiDigit((char)text[end]); end++)
            number = Math.Min((number * 10) + text[end] - '0', ushort.MaxValue);
        if (end == start || (braced && (end == text.Length || text[end] != '}')))
            return 0;
        group = number;
        return braced ? end + 1 : end;
    }

    private static string Explain(ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest)
    {
        var braced = !rest.IsEmpty && rest[0] == '{';
        var name = braced ? rest[1..] : rest;
        var length = 0;
        while (length < name.Length && (char.IsAsciiLetterOrDigit((char)name[length]) || name[length] == '_'))
            length++;
        var word = Encoding.UTF8.GetString(name[..length]);
        if (length == 0)
            return $"lua script: invalid capturing variable name found in \"{Encoding.UTF8.GetString(text)}\"";
        return braced && (length == name.Length || name[length] != '}')
            ? $"the closing bracket in \"{word}\" variable is missing"
            : $"attempt to use named capturing variable \"{word}\" (named captures not supported yet)";
    }
}
