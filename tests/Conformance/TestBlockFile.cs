using System.Text;

namespace Engine.Conformance;

/// <summary>
/// Reads a .t file. What stands before the first block is free text. A section is <c>--- name</c> with its text on the lines below,
/// <c>--- name: text</c> on one line, or <c>--- name chomp</c> to drop the last line end; <c>--- name unescape</c> reads \r, \n, \t, \0, \\
/// and \xHH in it, drops its own line ends, and suits bytes that an editor would not keep.
/// </summary>
public static class TestBlockFile
{
    public static IReadOnlyList<TestBlock> Read(string path, string name)
    {
        var blocks = new List<TestBlock>();
        var lines = File.ReadAllText(path, Encoding.Latin1).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("=== ", StringComparison.Ordinal))
                blocks.Add(new TestBlock(name, lines[i][4..].Trim(), i + 1));
            else if (blocks.Count > 0 && lines[i].StartsWith("--- ", StringComparison.Ordinal))
                AddSection(blocks[^1], lines[i][4..], i + 1, TextAfter(lines, i));
        }

        return blocks;
    }

    private static void AddSection(TestBlock block, string header, int line, string text)
    {
        var colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            block.Add(header[..colon].Trim(), header[(colon + 1)..].Trim(), line);
            return;
        }

        var words = header.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var filter in words.Skip(1))
            text = Apply(filter, text, $"{block.File}:{line}");
        block.Add(words[0], text, line);
    }

    private static string TextAfter(string[] lines, int headerIndex)
    {
        var text = new StringBuilder();
        for (var i = headerIndex + 1; i < lines.Length && !IsHeader(lines[i]); i++)
            text.Append(lines[i]).Append('\n');
        // Blank lines before the next header separate, they are not text; the same for the end of the file.
        var length = text.Length;
        while (length >= 2 && text[length - 1] == '\n' && text[length - 2] == '\n')
            length--;
        text.Length = length == 1 && text[0] == '\n' ? 0 : length;
        return text.ToString();
    }

    private static bool IsHeader(string line) =>
        line.StartsWith("--- ", StringComparison.Ordinal) || line.StartsWith("=== ", StringComparison.Ordinal);

    private static string Apply(string filter, string text, string place) => filter switch
    {
        "chomp" => text.TrimEnd('\n'),
        "unescape" => Unescape(text.Replace("\n", "", StringComparison.Ordinal), place),
        _ => throw new InvalidDataException($"{place}: unknown filter \"{filter}\""),
    };

    private static string Unescape(string text, string place)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            result.Append(text[i] switch
            {
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                '0' => '\0',
                '\\' => '\\',
                'x' => (char)Convert.ToByte(text.Substring(i + 1, 2), 16),
                _ => throw new InvalidDataException($"{place}: unknown escape \"\\{text[i]}\""),
            });
            if (text[i] == 'x')
                i += 2;
        }

        return result.ToString();
    }
}
