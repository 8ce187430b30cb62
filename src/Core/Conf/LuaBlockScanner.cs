namespace Engine.Core.Conf;

/// <summary>Finds the brace that ends a <c>*_by_lua_block</c>: braces in Lua's strings, long brackets and comments do not count.</summary>
internal static class LuaBlockScanner
{
    /// <summary>The index of the closing brace, or -1 and the long bracket that was not closed, if one was not.</summary>
    public static int FindEnd(string text, int start, out string? openBracket)
    {
        openBracket = null;
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
                    i = SkipComment(text, i + 2, ref openBracket);
                    break;
                case '[' when LongBracketLevel(text, i) is var level and >= 0:
                    i = SkipLongBracket(text, i, level, ref openBracket);
                    break;
            }

            if (i < 0)
                return -1;
        }

        return -1;
    }

    /// <summary>A quote without its pair in the line, as in broken Lua, stands for itself: the block still ends where its author meant.</summary>
    private static int SkipString(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == quote)
                return i;
            if (text[i] == '\\')
                i++;
        }

        return start;
    }

    private static int SkipComment(string text, int i, ref string? openBracket)
    {
        if (i < text.Length && text[i] == '[' && LongBracketLevel(text, i) is var level and >= 0)
            return SkipLongBracket(text, i, level, ref openBracket);
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

    private static int SkipLongBracket(string text, int i, int level, ref string? openBracket)
    {
        var close = "]" + new string('=', level) + "]";
        var end = text.IndexOf(close, i, StringComparison.Ordinal);
        if (end >= 0)
            return end + close.Length - 1;
        openBracket = close;
        return -1;
    }
}
