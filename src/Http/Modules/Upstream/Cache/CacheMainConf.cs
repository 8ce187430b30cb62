using Engine.Core.Conf;
using Engine.Core.Zones;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>The caches of the http block, and what refers to them.</summary>
internal sealed class CacheMainConf : IConf<CacheMainConf>
{
    public static readonly MainSlot<CacheMainConf> Slot = new();

    private readonly List<(string Kind, CachePath Path)> paths = [];
    private readonly List<(string Kind, CacheReference Reference)> references = [];

    /// <summary>Those who look after the caches while this configuration is the current one.</summary>
    public List<CacheKeeper> Keepers { get; } = [];

    public IEnumerable<CachePath> Paths => paths.Select(static pair => pair.Path);

    /// <summary>The kind of zone that the caches of one module are in.</summary>
    /// <param name="prefix">"proxy", "fastcgi", …</param>
    public static string KindOf(string prefix) => prefix + "_cache";

    public void Add(string kind, CachePath path) => paths.Add((kind, path));

    public void Add(string kind, CacheReference reference) => references.Add((kind, reference));

    /// <summary>Null when there is no such zone.</summary>
    public CachePath? Find(string kind, ReadOnlySpan<byte> name)
    {
        foreach (var (pathKind, path) in paths)
        {
            if (pathKind == kind && System.Text.Ascii.Equals(name, path.Zone.Name))
                return path;
        }

        return null;
    }

    public void MergeFrom(CacheMainConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>Every block is read: names find their zones, zones their indexes.</summary>
    /// <exception cref="ConfException">A zone is unknown, or can't change as it should.</exception>
    public void Complete(HttpConfiguration configuration)
    {
        foreach (var (kind, reference) in references)
        {
            reference.Path = Find(kind, System.Text.Encoding.UTF8.GetBytes(reference.Name))
                ?? throw new ConfException($"\"{kind}\" zone \"{reference.Name}\" is unknown");
        }

        foreach (var path in Paths)
        {
            configuration.Cycle.UseDirectory(path.Path);
            if (path.Open() is { } problem)
                throw new ConfException(problem);
        }
    }
}
