using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Core.Zones;

/// <summary>
/// The named zones of one configuration: state that all workers share and that a reload keeps when name, kind and size are the same.
/// Names are one space for all modules, as in nginx.
/// </summary>
public sealed class ZoneRegistry
{
    private readonly Dictionary<string, SharedZone> zones = new(StringComparer.Ordinal);
    private readonly Cycle cycle;

    private ZoneRegistry(Cycle cycle) => this.cycle = cycle;

    public IEnumerable<SharedZone> All => zones.Values;

    /// <summary>The registry of a cycle, made at first use while its configuration is read.</summary>
    public static ZoneRegistry Of(Cycle cycle)
    {
        if (cycle.Get<ZoneRegistry>() is { } known)
            return known;
        var registry = new ZoneRegistry(cycle);
        cycle.Set(registry);
        return registry;
    }

    /// <summary>A zone by name: a directive that declares it gives the size, one that only mentions it says 0.</summary>
    /// <param name="kind">The module that owns it.</param>
    /// <exception cref="ConfException">The name is taken by another kind, or declared with another size; without its place.</exception>
    public SharedZone Use(string name, string kind, long size = 0)
    {
        if (!zones.TryGetValue(name, out var zone))
            zones.Add(name, zone = new SharedZone(this, name, kind));
        if (zone.Kind != kind)
            throw new ConfException($"the shared memory zone \"{name}\" is already declared for a different use");
        if (zone.Size != 0 && size != 0 && zone.Size != size)
            throw new ConfException($"the size {size} of shared memory zone \"{name}\" conflicts with already declared size {zone.Size}");
        if (size != 0)
            zone.Size = size;
        return zone;
    }

    /// <summary>What the configuration before holds under a name; asked for while this one is loaded, so that nothing refers to that afterwards.</summary>
    internal SharedZone? Before(string name) => cycle.Previous?.Get<ZoneRegistry>()?.zones.GetValueOrDefault(name);

    /// <summary>When the whole configuration is read: every zone of a kind has been declared.</summary>
    /// <exception cref="ConfException">One was only mentioned.</exception>
    public void Check(string kind)
    {
        foreach (var zone in zones.Values)
        {
            if (zone.Kind == kind && zone.Size == 0)
                throw new ConfException($"zero size shared memory zone \"{zone.Name}\"");
        }
    }
}

/// <summary>One zone. What it holds belongs to its module.</summary>
public sealed class SharedZone
{
    /// <summary>nginx's least size: eight pages.</summary>
    public const long MinSize = 8 * 4096;

    private readonly ZoneRegistry registry;

    internal SharedZone(ZoneRegistry registry, string name, string kind)
    {
        this.registry = registry;
        Name = name;
        Kind = kind;
    }

    public string Name { get; }

    public string Kind { get; }

    /// <summary>In bytes; 0 while no directive has declared the zone.</summary>
    public long Size { get; internal set; }

    /// <summary>The state; null before <see cref="Open"/>.</summary>
    public object? Content { get; private set; }

    /// <summary>
    /// While the configuration is loaded: takes the state over from the one before, when that has such a zone, or makes a new one.
    /// </summary>
    public TContent Open<TContent>(Func<SharedZone, TContent> create) where TContent : class
    {
        Content ??= registry.Before(Name) is { Content: TContent kept } before && before.Kind == Kind && before.Size == Size ? kept : create(this);
        return (TContent)Content;
    }
}
