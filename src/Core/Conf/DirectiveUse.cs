using Engine.Core.Buffers;

namespace Engine.Core.Conf;

/// <summary>A directive as it stands in the configuration: its words, its place, its block.</summary>
public sealed class DirectiveUse
{
    private readonly ConfParser parser;
    private readonly IReadOnlyList<ConfWord> words;

    internal DirectiveUse(ConfParser parser, Directive directive, IReadOnlyList<ConfWord> words, ConfScope scope, string file, int line)
    {
        this.parser = parser;
        Directive = directive;
        this.words = words;
        Scope = scope;
        File = file;
        Line = line;
    }

    public Directive Directive { get; }

    public string Name => words[0].Text;

    /// <summary>Arguments, without the name.</summary>
    public int Count => words.Count - 1;

    /// <summary>Argument <paramref name="index"/>, from 0.</summary>
    public string this[int index] => words[index + 1].Text;

    public IEnumerable<string> Arguments => words.Skip(1).Select(static w => w.Text);

    public ConfScope Scope { get; }

    /// <summary>Where the directive stands; while its lines are read (<see cref="ParseLines"/>), where the current one does.</summary>
    public string File { get; private set; }

    public int Line { get; private set; }

    /// <summary>The source of a Lua block, and the line its first character stands on.</summary>
    public string LuaSource { get; internal set; } = "";

    public int LuaLine { get; internal set; }

    /// <summary>What the whole load shares: prefixes and the modules' own state.</summary>
    public ConfEnvironment Environment => parser.Environment;

    /// <summary>Whether any module of this load has a directive of that name.</summary>
    public bool IsKnown(string directive) => parser.Knows(directive);

    public ByteString Bytes(int index) => ByteString.From(this[index]);

    public ConfException Error(string message) => new(message, File, Line);

    public void Warn(string message) => parser.Environment.Warn($"{message} in {File}:{Line}");

    /// <summary>Reads the block behind the directive, in a scope of its own.</summary>
    public void ParseBlock(ConfScope inner) => parser.ParseBlock(inner);

    /// <summary>Reads a block of free lines (<c>map</c>, <c>types</c>, <c>geo</c>): each line's words are handed over as it comes.</summary>
    public void ParseLines(Action<IReadOnlyList<ConfWord>> read)
    {
        var (file, line) = (File, Line);
        parser.ParseLines((words, lineFile, lineNumber) =>
        {
            (File, Line) = (lineFile, lineNumber);
            read(words);
        });
        (File, Line) = (file, line);
    }

    /// <summary>A path of the configuration made absolute: against the prefix, or the directory of nginx.conf.</summary>
    public string FullPath(string path, bool confPrefix = false) => Environment.FullPath(path, confPrefix);
}
