using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.HeadersMore;

/// <summary>One directive: which fields it is about, and when it applies.</summary>
internal sealed record FieldCommand(IReadOnlyList<FieldChange> Changes)
{
    /// <summary>Media types it is limited to; empty for all.</summary>
    public IReadOnlyList<ByteString> Types { get; init; } = [];

    /// <summary>Statuses it is limited to; empty for all.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Only a field that is there gets the value (<c>-r</c>).</summary>
    public bool ReplacesOnly { get; init; }

    /// <summary>The value becomes another line of the field (<c>-a</c>).</summary>
    public bool Appends { get; init; }

    /// <param name="withParameters">What follows ";" in the type does not count.</param>
    public bool MatchesType(ByteString type, bool withParameters)
    {
        if (Types.Count == 0)
            return true;
        foreach (var wanted in Types)
        {
            if (type.Span.StartsWith(wanted.Span) && (type.Length == wanted.Length || (withParameters && type[wanted.Length] == ';')))
                return true;
        }

        return false;
    }
}

/// <summary>A field and its new value; without one, or with an empty one, the field is cleared.</summary>
/// <param name="IsWildcard">The name is the beginning of the names that are meant.</param>
internal sealed record FieldChange(ByteString Name, ComplexValue? Value, bool IsWildcard);

public sealed class HeadersMoreConf : IConf<HeadersMoreConf>
{
    public static readonly LocationSlot<HeadersMoreConf> Slot = new();

    private readonly List<FieldCommand> ownOutput = [];
    private readonly List<FieldCommand> ownInput = [];

    internal IReadOnlyList<FieldCommand> Output { get; private set; } = [];

    internal IReadOnlyList<FieldCommand> Input { get; private set; } = [];

    internal void AddOutput(FieldCommand command) => ownOutput.Add(command);

    internal void AddInput(FieldCommand command) => ownInput.Add(command);

    /// <summary>What outer levels say is done first.</summary>
    public void MergeFrom(HeadersMoreConf? outer, HttpConfiguration configuration)
    {
        Output = outer is null ? ownOutput : [.. outer.Output, .. ownOutput];
        Input = outer is null ? ownInput : [.. outer.Input, .. ownInput];
    }
}
