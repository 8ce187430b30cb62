using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;

namespace Engine.Http.Modules.TryFiles;

/// <summary>A name to try: a directory when it was written with a slash at its end.</summary>
internal readonly record struct Candidate(ComplexValue Name, bool IsDirectory);

public sealed class TryFilesConf : IConf<TryFilesConf>
{
    public static readonly LocationSlot<TryFilesConf> Slot = new();

    internal Location? Owner { get; set; }

    internal List<Candidate> Candidates { get; } = [];

    /// <summary>What answers when no candidate does: a URI or a named location.</summary>
    internal ComplexValue? Fallback { get; set; }

    /// <summary>The same as a status.</summary>
    internal int Status { get; set; }

    public void MergeFrom(TryFilesConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>The directive is not inherited.</summary>
    internal bool BelongsTo(Location location) => location == Owner;
}
