using System.Collections.Concurrent;

namespace Engine.LuaBridge.Api.SharedDict;

/// <summary>
/// The dicts of the process by name and size. Configurations hold those that they name: one that a reloaded configuration names with
/// the same size keeps what is in it.
/// </summary>
internal static class DictZones
{
    private static readonly ConcurrentDictionary<(string Name, long Size), Held> All = new();

    public static DictZone Hold(string name, long size)
    {
        var held = All.AddOrUpdate(
            (name, size),
            static key => new Held(new Lazy<DictZone>(() => new DictZone(key.Name, key.Size)), 1),
            static (_, known) => known with { Count = known.Count + 1 });
        return held.Zone.Value;
    }

    /// <summary>No configuration of the holder's is in use any more.</summary>
    public static void Release(DictZone zone)
    {
        var key = (zone.Name, zone.Capacity);
        var held = All.AddOrUpdate(key, static _ => throw new InvalidOperationException(), static (_, known) => known with { Count = known.Count - 1 });
        if (held.Count == 0 && All.TryRemove(new KeyValuePair<(string, long), Held>(key, held)))
            zone.Dispose();
    }

    private sealed record Held(Lazy<DictZone> Zone, int Count);
}
