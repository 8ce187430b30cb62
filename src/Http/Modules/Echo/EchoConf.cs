using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Echo;

/// <summary>What a location's echo directives say, in the order they stand in.</summary>
public sealed class EchoConf : IConf<EchoConf>
{
    public static readonly LocationSlot<EchoConf> Slot = new();

    public Setting<long> Status;

    private List<EchoCommand>? commands;
    private List<ComplexValue>? before;
    private List<ComplexValue>? after;

    internal IReadOnlyList<EchoCommand> Commands => commands ?? [];

    internal IReadOnlyList<ComplexValue> Before => before ?? [];

    internal IReadOnlyList<ComplexValue> After => after ?? [];

    internal bool HasFilter => before is not null || after is not null;

    internal void Add(EchoCommand command) => (commands ??= []).Add(command);

    internal void AddBefore(ComplexValue text) => (before ??= []).Add(text);

    internal void AddAfter(ComplexValue text) => (after ??= []).Add(text);

    /// <summary>An <c>if</c> without directives of its own goes on with those around it.</summary>
    public void MergeFrom(EchoConf? outer, HttpConfiguration configuration)
    {
        commands ??= outer?.commands;
        before ??= outer?.before;
        after ??= outer?.after;
        Status.MergeFrom(outer?.Status ?? default, 200);
    }
}
