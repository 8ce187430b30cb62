using System.Text;

namespace Engine.Core.Conf;

internal enum ConfTokenKind
{
    Word,
    Semicolon,
    OpenBrace,
    CloseBrace,
    EndOfFile,
}

/// <summary>A word of the configuration, with what it was written as.</summary>
public readonly record struct ConfWord(string Text, bool IsQuoted, int Line);

/// <summary>Splits a configuration file into words and punctuation (nginx's conf syntax; <c>*_by_lua_block</c> bodies as Lua).</summary>
/// <param name="isParameter">The text is that of <c>-g</c>, not of a file; <paramref name="file"/> is what messages call it.</param>
internal sealed class ConfLexer(string file, string text, bool isParameter = false)
{
    private int position;
    private int line = 1;

    public string File => file;

    /// <summary>Where messages place an error; null before the first file.</summary>
    public string? FileOrNull => file.Length == 0 ? null : file;

    /// <summary>1-based; 0 in a parameter, which has no lines worth naming.</summary>
    public int Line => isParameter ? 0 : line;

    /// <summary>The word that <see cref="Next"/> found.</summary>
    public ConfWord Word { get; private set; }

    public ConfTokenKind Next()
    {
        SkipBlanksAndComments();
        if (position >= text.Length)
            return ConfTokenKind.EndOfFile;
        switch (text[position])
        {
            case ';':
                position++;
                return ConfTokenKind.Semicolon;
            case '{':
                position++;
                return ConfTokenKind.OpenBrace;
            case '}':
                position++;
                return ConfTokenKind.CloseBrace;
            case '"' or '\'':
                ReadQuoted();
                return ConfTokenKind.Word;
            default:
                ReadBare();
                return ConfTokenKind.Word;
        }
    }

    /// <summary>The text ends within a directive.</summary>
    public ConfException UnexpectedEnd() => isParameter
        ? new ConfException("unexpected end of parameter, expecting \";\"", file)
        : new ConfException("unexpected end of file, expecting \";\" or \"}\"", file, line);

    /// <summary>The text of a Lua block behind its "{", up to the "}" that ends it: strings, long brackets and comments are Lua's.</summary>
    public string ReadLuaBlock(out int firstLine)
    {
        firstLine = line;
        var end = LuaBlockScanner.FindEnd(text, position, out var openBracket);
        if (end < 0)
        {
            throw new ConfException(
                openBracket is null
                    ? "unexpected end of file, expecting terminating characters for lua code block"
                    : $"Lua code block missing the closing long bracket \"{openBracket}\", the inlined Lua code may be too long",
                file,
                line);
        }

        var block = text[position..end];
        line += block.AsSpan().Count('\n');
        position = end + 1;
        return block;
    }

    private void SkipBlanksAndComments()
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (c == '\n')
                line++;
            else if (c == '#')
            {
                while (position < text.Length && text[position] != '\n')
                    position++;
                continue;
            }
            else if (c is not (' ' or '\t' or '\r'))
                return;
            position++;
        }
    }

    private void ReadQuoted()
    {
        var quote = text[position++];
        var startLine = line;
        var start = position;
        while (position < text.Length && text[position] != quote)
            Skip(text[position] == '\\' ? 2 : 1);
        if (position >= text.Length)
            throw UnexpectedEnd();
        Word = new ConfWord(Unescape(text.AsSpan(start, position - start)), true, startLine);
        position++;
        // A ")" begins the next word: nginx's way to allow "if ($a = "b")".
        if (position < text.Length && text[position] is not (' ' or '\t' or '\r' or '\n' or ';' or '{' or ')'))
            throw new ConfException($"unexpected \"{text[position]}\"", file, Line);
    }

    private void ReadBare()
    {
        var start = position;
        var startLine = line;
        while (position < text.Length && text[position] is not (' ' or '\t' or '\r' or '\n' or ';' or '{'))
        {
            if (text[position] == '$')
            {
                // The "{" of a variable such as ${name} opens no block.
                Skip(1);
                while (position < text.Length && text[position] == '{')
                    Skip(1);
            }
            else
                Skip(text[position] == '\\' ? 2 : 1);
        }

        if (position >= text.Length)
            throw UnexpectedEnd();
        Word = new ConfWord(Unescape(text.AsSpan(start, position - start)), false, startLine);
    }

    private void Skip(int count)
    {
        for (; count > 0 && position < text.Length; count--)
        {
            if (text[position++] == '\n')
                line++;
        }
    }

    /// <summary>\" \' \\ \t \r \n are replaced; a backslash before anything else stays (regular expressions need it).</summary>
    private static string Unescape(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('\\'))
            return raw.ToString();
        var result = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 == raw.Length)
            {
                result.Append(raw[i]);
                continue;
            }

            var replacement = raw[i + 1] switch { '"' => '"', '\'' => '\'', '\\' => '\\', 't' => '\t', 'r' => '\r', 'n' => '\n', _ => '\0' };
            if (replacement == '\0')
            {
                result.Append('\\');
                continue;
            }

            result.Append(replacement);
            i++;
        }

        return result.ToString();
    }
}
