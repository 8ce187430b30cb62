using Engine.Core.Scripting;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Set;

/// <summary>The <c>set</c> directives of a server, in order.</summary>
public sealed class SetConf : IConf<SetConf>
{
    public static readonly StreamServerSlot<SetConf> Slot = new();

    internal List<(VariableSlot Variable, ComplexValue Value)> Assignments { get; } = [];

    public void MergeFrom(SetConf? outer, StreamConfiguration configuration)
    {
    }
}
