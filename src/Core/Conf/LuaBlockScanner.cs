namespace Engine.Core.Conf;

/// <summary>Finds the brace that ends a <c>*_by_lua_block</c>: braces in Lua's strings, long brackets and comments do not count.</summary>
internal static class LuaBlockScanner
{
    /// <summary>The index of the closing brace, or -1 with what was left open.</summary>
    public static int FindEnd(string text, int start, out string? unterminated)
    {
        unterminated = null;
        var depth = 1;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{':
                    depth++;
                    break;
                case '}' when --depth == 0:
                    return i;
                case '"' or '\'':
                    i = SkipString(text, i);
                    break;
                case '-' when i + 1 < text.Length && text[i + 1] == '-':
                    i = SkipComment(text, i + 2, ref unterminated);
                    break;
                case '[' when LongBracketLevel(text, i) is var level and >= 0:
                    i = SkipLongBracket(text, i, level, ref unterminated);
                    break;
            }

            if (i < 0)
                return -1;
        }

        return -1;
    }

    private static int SkipString(string text, int i)
    {
        var quote = text[i++];
        while (i < text.Length && text[i] != quote && text[i] != '\n')
            i += text[i] == '\\' ? 2 : 1;
        return i;
    }

    private static int SkipComment(string text, int i, ref string? unterminated)
    {
        if (i < text.Length && text[i] == '[' && LongBracketLevel(text, i) is var level and >= 0)
            return SkipLongBracket(text, i, level, ref unterminated);
        var end = text.IndexOf('\n', i);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The number of "=" of a long bracket that opens here, or -1.</summary>
    private static int LongBracketLevel(string text, int i)
    {
        var j = i + 1;
        while (j < text.Length && text[j] == '=')
            j++;
        return j < text.Length && text[j] == '[' ? j - i - 1 : -1;
    }

    private static int SkipLongBracket(string text, int i, int level, ref string? unterminated)
    {
        var close = "]" + new string('=', level) + "]";
        var end = text.IndexOf(close, i, StringComparison.Ordinal);
        if (end >= 0)
            return end + close.Length - 1;
        unterminated = "Lua code block missing the closing long bracket \"" + close + "\"";
        return -1;
    }
}
