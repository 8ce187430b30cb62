using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Sub;

/// <summary>One <c>sub_filter</c>.</summary>
internal sealed record SubPair(ComplexValue Match, ComplexValue Replacement);

public sealed class SubConf : IConf<SubConf>
{
    public static readonly LocationSlot<SubConf> Slot = new();

    public Setting<MediaTypes> Types;
    public Setting<bool> Once;
    public Setting<bool> KeepLastModified;

    internal List<SubPair>? OwnPairs { get; set; }

    internal List<SubPair> Pairs { get; private set; } = [];

    /// <summary>The strings to look for; null when some of them have variables.</summary>
    internal SubPatterns? Constant { get; private set; }

    public void MergeFrom(SubConf? outer, HttpConfiguration configuration)
    {
        Types.MergeFrom(outer?.Types ?? default, MediaTypes.Html);
        Once.MergeFrom(outer?.Once ?? default, true);
        KeepLastModified.MergeFrom(outer?.KeepLastModified ?? default, false);
        Pairs = OwnPairs ?? outer?.Pairs ?? [];
        if (Pairs.TrueForAll(static pair => pair.Match.IsConstant))
            Constant = new SubPatterns([.. Pairs.Select(static pair => pair.Match.Constant)]);
    }
}
