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
internal sealed class ConfLexer(string file, string text)
{
    private int position;
    private int line = 1;

    public string File => file;

    public int Line => line;

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

    /// <summary>The text of a Lua block behind its "{", up to the "}" that ends it: strings, long brackets and comments are Lua's.</summary>
    public string ReadLuaBlock(out int firstLine)
    {
        firstLine = line;
        var end = LuaBlockScanner.FindEnd(text, position, out var unterminated);
        if (end < 0)
        {
            line += text.AsSpan(position).Count('\n');
            throw new ConfException(unterminated ?? "unexpected end of file, expecting \"}\"", file, line);
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
        {
            if (text[position] == '\\')
                position++;
            if (position < text.Length && text[position] == '\n')
                line++;
            position++;
        }

        if (position >= text.Length)
            throw new ConfException("unexpected end of file, expecting \";\" or \"}\"", file, line);
        Word = new ConfWord(Unescape(text.AsSpan(start, position - start)), true, startLine);
        position++;
        if (position < text.Length && text[position] is not (' ' or '\t' or '\r' or '\n' or ';' or '{' or ')'))
            throw new ConfException($"unexpected \"{text[position]}\"", file, line);
        if (position < text.Length && text[position] == ')')
            throw new ConfException("unexpected \")\"", file, line);
    }

    private void ReadBare()
    {
        var start = position;
        while (position < text.Length)
        {
            var c = text[position];
            if (c == '\\')
            {
                position += 2;
                continue;
            }

            if (c == '$' && position + 1 < text.Length && text[position + 1] == '{')
            {
                position += 2;
                continue;
            }

            if (c is ' ' or '\t' or '\r' or '\n' or ';' or '{')
                break;
            position++;
        }

        position = Math.Min(position, text.Length);
        Word = new ConfWord(Unescape(text.AsSpan(start, position - start)), false, line);
        if (position >= text.Length)
            throw new ConfException("unexpected end of file, expecting \";\" or \"}\"", file, line);
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
