using Engine.Interop.Libc;

namespace Engine.Core.Conf;

/// <summary>Reads configuration files and applies each directive to the block it stands in.</summary>
public sealed class ConfParser(DirectiveTable table, ConfEnvironment environment)
{
    private const int MaxIncludeDepth = 64;
    private const string LuaBlockSuffix = "_by_lua_block";

    private ConfLexer lexer = new("", "");
    private int includeDepth;

    public ConfEnvironment Environment => environment;

    /// <summary>
    /// Directives that the table does not know are passed over, their blocks too: enough to learn what the main context says of the
    /// process without any module of the blocks.
    /// </summary>
    public bool SkipsUnknown { get; init; }

    /// <summary>With <see cref="SkipsUnknown"/>: hears the words of every directive that is passed over, at any depth, in included files too.</summary>
    public Action<IReadOnlyList<ConfWord>>? OnSkipped { get; init; }

    /// <summary>Reads a whole file in <paramref name="scope"/>.</summary>
    public void ParseFile(string path, ConfScope scope) =>
        InFile(path, () => ParseDirectives(scope, RunEnd.File));

    /// <summary>Reads text that is in no file (<c>-g</c>).</summary>
    public void ParseText(string name, string text, ConfScope scope) =>
        In(new ConfLexer(name, text, isParameter: true), () => ParseDirectives(scope, RunEnd.File));

    internal bool Knows(string directive) => table.Find(directive).Count > 0;

    internal void ParseBlock(ConfScope inner) => ParseDirectives(inner, RunEnd.Block);

    /// <summary>Reads free lines up to the "}" of the block; each is handed over with the file and line it ends in.</summary>
    internal void ParseLines(Action<IReadOnlyList<ConfWord>, string, int> line) => ParseLines(line, RunEnd.Block);

    private void ParseLines(Action<IReadOnlyList<ConfWord>, string, int> line, RunEnd end)
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
                    if (IsInclude(words) && words.Count == 2)
                        Include(words, lexer.Line, path => InFile(path, () => ParseLines(line, RunEnd.File)));
                    else
                        line(words, lexer.File, lexer.Line);
                    words.Clear();
                    break;
                case ConfTokenKind.CloseBrace when words.Count == 0 && end == RunEnd.Block:
                    return;
                case ConfTokenKind.EndOfFile when words.Count == 0 && end == RunEnd.File:
                    return;
                case var kind:
                    throw Unexpected(kind, words.Count == 0 && end == RunEnd.Block);
            }
        }
    }

    private void ParseDirectives(ConfScope scope, RunEnd end)
    {
        while (true)
        {
            switch (lexer.Next())
            {
                case ConfTokenKind.Word:
                    ParseDirective(scope);
                    break;
                case ConfTokenKind.CloseBrace when end == RunEnd.Block:
                    return;
                case ConfTokenKind.EndOfFile when end == RunEnd.File:
                    return;
                case var kind:
                    throw Unexpected(kind, insideBlock: end == RunEnd.Block);
            }
        }
    }

    private void ParseDirective(ConfScope scope)
    {
        var words = ReadWords(out var end);
        var line = lexer.Line;
        if (IsInclude(words))
        {
            CheckInclude(words, end, line);
            Include(words, line, path => ParseFile(path, scope));
            return;
        }

        if (SkipsUnknown && table.Find(words[0].Text).Count == 0)
        {
            Skip(words, end);
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

    /// <summary>The words up to ";" or "{".</summary>
    private List<ConfWord> ReadWords(out ConfTokenKind end)
    {
        var words = new List<ConfWord> { lexer.Word };
        while ((end = lexer.Next()) == ConfTokenKind.Word)
            words.Add(lexer.Word);
        if (end is ConfTokenKind.EndOfFile or ConfTokenKind.CloseBrace)
            throw Unexpected(end, insideBlock: false);
        return words;
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

    /// <summary>Passes over what stands behind the words of an unknown directive.</summary>
    private void Skip(List<ConfWord> words, ConfTokenKind end)
    {
        OnSkipped?.Invoke(words);
        if (end == ConfTokenKind.Semicolon)
            return;
        if (words[0].Text.EndsWith(LuaBlockSuffix, StringComparison.Ordinal))
            lexer.ReadLuaBlock(out _);
        else
            SkipDirectives(RunEnd.Block);
    }

    private void SkipDirectives(RunEnd at)
    {
        while (true)
        {
            switch (lexer.Next())
            {
                case ConfTokenKind.Word:
                    var words = ReadWords(out var end);
                    if (OnSkipped is not null && IsInclude(words) && words.Count == 2)
                        Include(words, lexer.Line, path => InFile(path, () => SkipDirectives(RunEnd.File)));
                    else
                        Skip(words, end);
                    break;
                case ConfTokenKind.CloseBrace when at == RunEnd.Block:
                    return;
                case ConfTokenKind.EndOfFile:
                    // In a block a "}" is missing, and who knows all directives may find the place.
                    return;
                case var kind:
                    throw Unexpected(kind, insideBlock: at == RunEnd.Block);
            }
        }
    }

    private static bool IsInclude(List<ConfWord> words) => words[0].Text == "include";

    private void CheckInclude(List<ConfWord> words, ConfTokenKind end, int line)
    {
        if (end == ConfTokenKind.OpenBrace)
            throw Fail("directive \"include\" is not terminated by \";\"", line);
        if (words.Count != 2)
            throw Fail("invalid number of arguments in \"include\" directive", line);
    }

    /// <summary>Reads the files that the second word stands for. A pattern may match nothing, a plain name may not.</summary>
    private void Include(List<ConfWord> words, int line, Action<string> read)
    {
        if (++includeDepth > MaxIncludeDepth)
            throw Fail("too many nested \"include\" directives", line);
        var path = environment.FullPath(words[1].Text, confPrefix: true);
        foreach (var file in environment.Expand(path))
            read(file);
        includeDepth--;
    }

    private void InFile(string path, Action read)
    {
        var errno = environment.ReadFile(path, out var text);
        if (errno == 0)
        {
            In(new ConfLexer(path, text), read);
            return;
        }

        var isIncluded = lexer.File.Length > 0;
        var call = errno == Errno.EISDIR ? "pread()" : "open()";
        throw new ConfException($"{call} \"{path}\" failed ({errno}: {Errno.Text(errno)})", isIncluded ? lexer.File : null, lexer.Line);
    }

    private void In(ConfLexer inner, Action read)
    {
        var outer = lexer;
        lexer = inner;
        read();
        lexer = outer;
    }

    private ConfException Unexpected(ConfTokenKind kind, bool insideBlock) => kind switch
    {
        ConfTokenKind.Semicolon => Fail("unexpected \";\"", lexer.Line),
        ConfTokenKind.OpenBrace => Fail("unexpected \"{\"", lexer.Line),
        ConfTokenKind.CloseBrace => Fail("unexpected \"}\"", lexer.Line),
        _ when insideBlock => Fail("unexpected end of file, expecting \"}\"", lexer.Line),
        _ => lexer.UnexpectedEnd(),
    };

    private ConfException Fail(string message, int line) => new(message, lexer.FileOrNull, line);

    /// <summary>What ends a run of directives.</summary>
    private enum RunEnd
    {
        File,
        Block,
    }
}
