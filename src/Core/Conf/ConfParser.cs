using Engine.Interop.Libc;

namespace Engine.Core.Conf;

/// <summary>Reads configuration files and applies each directive to the block it stands in.</summary>
public sealed class ConfParser(DirectiveTable table, ConfEnvironment environment)
{
    private const int MaxIncludeDepth = 64;
    private ConfLexer lexer = new("", "");
    private int includeDepth;

    public ConfEnvironment Environment => environment;

    /// <summary>Reads a whole file in <paramref name="scope"/>.</summary>
    public void ParseFile(string path, ConfScope scope)
    {
        var text = ReadFile(path, lexer.File.Length > 0 ? (lexer.File, lexer.Line) : null);
        ParseText(path, text, scope);
    }

    /// <summary>Reads text that is in no file (<c>-g</c>).</summary>
    public void ParseText(string name, string text, ConfScope scope)
    {
        var outer = lexer;
        lexer = new ConfLexer(name, text);
        ParseDirectives(scope, isFile: true);
        lexer = outer;
    }

    internal void ParseBlock(ConfScope inner) => ParseDirectives(inner, isFile: false);

    internal void ParseLines(Action<IReadOnlyList<ConfWord>, int> line)
    {
        var words = new List<ConfWord>();
        while (true)
        {
            switch (lexer.Next())
            {
                case ConfTokenKind.Word:
                    words.Add(lexer.Word);
                    break;
                case ConfTokenKind.Semicolon when words.Count > 0:
                    if (words[0] is { Text: "include", IsQuoted: false } && words.Count == 2)
                        IncludeLines(words[1].Text, line);
                    else
                        line(words, words[0].Line);
                    words.Clear();
                    break;
                case ConfTokenKind.CloseBrace when words.Count == 0:
                    return;
                case ConfTokenKind.EndOfFile when words.Count == 0 && includeDepth > 0 && readingLinesOfFile:
                    return;
                case var kind:
                    throw Unexpected(kind, lexer.Line);
            }
        }
    }

    private bool readingLinesOfFile;

    private void IncludeLines(string pattern, Action<IReadOnlyList<ConfWord>, int> line)
    {
        foreach (var path in Expand(environment.FullPath(pattern, confPrefix: true), lexer.Line))
        {
            var outer = lexer;
            var wasReading = readingLinesOfFile;
            lexer = new ConfLexer(path, ReadFile(path, (outer.File, outer.Line)));
            includeDepth++;
            readingLinesOfFile = true;
            ParseLines(line);
            readingLinesOfFile = wasReading;
            includeDepth--;
            lexer = outer;
        }
    }

    private void ParseDirectives(ConfScope scope, bool isFile)
    {
        while (true)
        {
            switch (lexer.Next())
            {
                case ConfTokenKind.Word:
                    ParseDirective(scope);
                    break;
                case ConfTokenKind.CloseBrace when !isFile:
                    return;
                case ConfTokenKind.EndOfFile when isFile:
                    return;
                case ConfTokenKind.EndOfFile:
                    throw new ConfException("unexpected end of file, expecting \"}\"", lexer.File, lexer.Line);
                case var kind:
                    throw Unexpected(kind, lexer.Line);
            }
        }
    }

    private void ParseDirective(ConfScope scope)
    {
        var words = new List<ConfWord> { lexer.Word };
        var line = lexer.Word.Line;
        ConfTokenKind end;
        while ((end = lexer.Next()) == ConfTokenKind.Word)
            words.Add(lexer.Word);
        if (end == ConfTokenKind.EndOfFile)
            throw new ConfException("unexpected end of file, expecting \";\" or \"}\"", lexer.File, lexer.Line);
        if (end == ConfTokenKind.CloseBrace)
            throw Unexpected(end, lexer.Line);
        line = lexer.Line;
        if (words[0] is { Text: "include", IsQuoted: false } && end == ConfTokenKind.Semicolon)
        {
            Include(words, scope, line);
            return;
        }

        var directive = Choose(words, scope, end, line);
        var use = new DirectiveUse(this, directive, words, scope, lexer.File, line);
        if (directive.Form == DirectiveForm.LuaBlock)
        {
            use.LuaSource = lexer.ReadLuaBlock(out var luaLine);
            use.LuaLine = luaLine;
        }

        directive.Apply(use);
    }

    private Directive Choose(List<ConfWord> words, ConfScope scope, ConfTokenKind end, int line)
    {
        var name = words[0].Text;
        var rows = table.Find(name);
        if (rows.Count == 0)
        {
            var nearest = table.Nearest(name);
            throw Fail($"unknown directive \"{name}\"" + (nearest is null ? "" : $", did you mean \"{nearest}\"?"), line);
        }

        var directive = rows.FirstOrDefault(row => (row.Contexts & scope.Context) != 0)
            ?? throw Fail($"\"{name}\" directive is not allowed here", line);
        if (end == ConfTokenKind.OpenBrace && directive.Form == DirectiveForm.Simple)
            throw Fail($"directive \"{name}\" is not terminated by \";\"", line);
        if (end == ConfTokenKind.Semicolon && directive.Form != DirectiveForm.Simple)
            throw Fail($"directive \"{name}\" has no opening \"{{\"", line);
        if (words.Count - 1 < directive.MinArgs || words.Count - 1 > directive.MaxArgs)
            throw Fail($"invalid number of arguments in \"{name}\" directive", line);
        return directive;
    }

    private void Include(List<ConfWord> words, ConfScope scope, int line)
    {
        if (words.Count != 2)
            throw Fail("invalid number of arguments in \"include\" directive", line);
        if (++includeDepth > MaxIncludeDepth)
            throw Fail("too many nested \"include\" directives", line);
        foreach (var path in Expand(environment.FullPath(words[1].Text, confPrefix: true), line))
            ParseFile(path, scope);
        includeDepth--;
    }

    /// <summary>The files a pattern stands for, in order; a pattern that matches nothing is no error, a plain name is.</summary>
    private static IEnumerable<string> Expand(string pattern, int line)
    {
        _ = line;
        return pattern.AsSpan().ContainsAny('*', '?', '[') ? Glob.Expand(pattern) : [pattern];
    }

    private string ReadFile(string path, (string File, int Line)? includedAt)
    {
        try
        {
            var text = File.ReadAllText(path);
            if (!environment.Files.Exists(file => file.Path == path))
                environment.Files.Add((path, text));
            return text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var errno = Directory.Exists(path) ? Errno.EISDIR : exception is UnauthorizedAccessException ? Errno.EACCES : Errno.ENOENT;
            var call = errno == Errno.EISDIR ? "read()" : "open()";
            throw new ConfException($"{call} \"{path}\" failed ({errno}: {Errno.Text(errno)})", includedAt?.File, includedAt?.Line ?? 0);
        }
    }

    private ConfException Unexpected(ConfTokenKind kind, int line) => Fail(kind switch
    {
        ConfTokenKind.Semicolon => "unexpected \";\"",
        ConfTokenKind.OpenBrace => "unexpected \"{\"",
        ConfTokenKind.CloseBrace => "unexpected \"}\"",
        _ => "unexpected end of file, expecting \";\" or \"}\"",
    }, line);

    private ConfException Fail(string message, int line) => new(message, lexer.File, line);
}
