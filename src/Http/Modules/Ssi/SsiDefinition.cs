namespace Engine.Http.Modules.Ssi;

internal enum SsiKind
{
    Include,
    Echo,
    Config,
    Set,
    If,
    ElseIf,
    Else,
    EndIf,
    Block,
    EndBlock,
    Perl,
}

/// <summary>A command that there is, and its parameters.</summary>
internal sealed class SsiDefinition(SsiKind kind, string name, params string[] parameters)
{
    private const char Mandatory = '!';
    private const char Repeatable = '*';

    /// <summary>A parameter that must be given is marked by a "!" in front, one that may be given more than once by a "*".</summary>
    private static readonly SsiDefinition[] All =
    [
        new(SsiKind.Include, "include", "virtual", "file", "wait", "set", "stub"),
        new(SsiKind.Echo, "echo", "!var", "default", "encoding"),
        new(SsiKind.Config, "config", "errmsg", "timefmt"),
        new(SsiKind.Set, "set", "!var", "!value"),
        new(SsiKind.If, "if", "!expr"),
        new(SsiKind.ElseIf, "elif", "!expr"),
        new(SsiKind.Else, "else"),
        new(SsiKind.EndIf, "endif"),
        new(SsiKind.Block, "block", "!name"),
        new(SsiKind.EndBlock, "endblock"),
        new(SsiKind.Perl, "perl", "!sub", "*arg"),
    ];

    private readonly byte[] nameBytes = System.Text.Encoding.ASCII.GetBytes(name);
    private readonly byte[][] keys = [.. parameters.Select(static key => System.Text.Encoding.ASCII.GetBytes(key.TrimStart(Mandatory, Repeatable)))];

    public SsiKind Kind => kind;

    public int ParameterCount => keys.Length;

    public static SsiDefinition? Find(ReadOnlySpan<byte> name)
    {
        foreach (var definition in All)
        {
            if (name.SequenceEqual(definition.nameBytes))
                return definition;
        }

        return null;
    }

    /// <summary>The place of a parameter in the list; -1 for an unknown one.</summary>
    public int IndexOf(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (key.SequenceEqual(keys[i]))
                return i;
        }

        return -1;
    }

    public string KeyAt(int index) => parameters[index].TrimStart(Mandatory, Repeatable);

    public bool IsMandatory(int index) => parameters[index][0] == Mandatory;

    public bool IsRepeatable(int index) => parameters[index][0] == Repeatable;
}
