namespace Engine.Conformance;

/// <summary>One <c>=== TEST n: name</c> of a .t file: its sections by name.</summary>
public sealed class TestBlock(string file, string title, int line)
{
    /// <summary>Every section the runner knows; anything else is a spelling mistake and fails the file.</summary>
    private static readonly HashSet<string> Known =
    [
        "config", "http_config", "main_config", "raw_config", "user_files", "request", "pipelined_requests", "raw_request", "more_headers",
        "response_body", "response_body_like", "response_headers", "raw_response_headers_like", "error_code", "error_log", "no_error_log", "access_log", "no_access_log",
        "stream_config", "stream_server_config", "stream_request", "stream_response", "stream_response_like",
        "must_die", "needs", "alerts_expected", "requests", "no_mutations",
    ];

    private readonly Dictionary<string, string> sections = [];

    /// <summary>Relative to cases/.</summary>
    public string File { get; } = file;

    public string Title { get; } = title;

    public int Line { get; } = line;

    public string Name => $"{File}: {Title}";

    /// <summary>The text of a section; null when the block does not have it.</summary>
    public string? this[string section] => sections.GetValueOrDefault(section);

    public bool Has(string section) => sections.ContainsKey(section);

    /// <summary>The lines of a section that are not blank.</summary>
    public string[] LinesOf(string section) =>
        this[section]?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public override string ToString() => Name;

    internal void Add(string section, string text, int atLine)
    {
        if (!Known.Contains(section))
            throw new InvalidDataException($"{File}:{atLine}: unknown section \"{section}\"");
        if (!sections.TryAdd(section, text))
            throw new InvalidDataException($"{File}:{atLine}: duplicate section \"{section}\"");
    }
}
