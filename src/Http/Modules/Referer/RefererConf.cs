using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Referer;

public sealed class RefererConf : IConf<RefererConf>
{
    public static readonly LocationSlot<RefererConf> Slot = new();

    public Setting<long> HashMaxSize;
    public Setting<long> HashBucketSize;

    /// <summary>Null when this level and those around it say nothing.</summary>
    internal RefererRules? Rules { get; set; }

    public void MergeFrom(RefererConf? outer, HttpConfiguration configuration)
    {
        Rules ??= outer?.Rules;
        HashMaxSize.MergeFrom(outer?.HashMaxSize ?? default, 2048);
        HashBucketSize.MergeFrom(outer?.HashBucketSize ?? default, 64);
    }
}

/// <summary>What <c>valid_referers</c> lets through.</summary>
internal sealed class RefererRules
{
    /// <summary>Hosts, each with the beginning of the path that is wanted.</summary>
    public WildcardNames<ByteString> Hosts { get; } = new();

    /// <summary>Tried on what follows the scheme.</summary>
    public List<CapturingRegex> Patterns { get; } = [];

    /// <summary>Server names that are regular expressions; tried on the host.</summary>
    public List<CapturingRegex> ServerPatterns { get; } = [];

    /// <summary>A request without the field is valid.</summary>
    public bool AllowsNone { get; set; }

    /// <summary>A field that something on the way has made unreadable is valid.</summary>
    public bool AllowsBlocked { get; set; }
}
