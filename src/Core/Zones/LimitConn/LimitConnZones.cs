using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Scripting;

namespace Engine.Core.Zones.LimitConn;

/// <summary>The zones that <c>limit_conn_zone</c> declares in one block (<c>http</c>, <c>stream</c>).</summary>
/// <param name="kind">Tells them from all other zones, also from those of the other block.</param>
public abstract class LimitConnZones(string kind)
{
    private readonly List<LimitConnZone> zones = [];

    /// <summary>When the whole configuration is read: every zone has been declared, and has its counts.</summary>
    public void Open(Cycle cycle)
    {
        ZoneRegistry.Of(cycle).Check(kind);
        zones.ForEach(static zone => zone.Open());
    }

    /// <summary>"name:size".</summary>
    internal LimitConnZone Declare(string text, DirectiveUse use) => Find(ZoneParameter.Declare(text, kind, use));

    /// <summary>The zone of that name, perhaps declared later.</summary>
    internal LimitConnZone Mention(string name, DirectiveUse use) => Find(ZoneParameter.Mention(name, kind, use));

    private LimitConnZone Find(SharedZone zone)
    {
        if (zones.Find(known => known.Zone == zone) is not { } found)
            zones.Add(found = new LimitConnZone(zone));
        return found;
    }
}

/// <summary>How many of each key are under way.</summary>
internal sealed class LimitConnZone(SharedZone zone)
{
    /// <summary>nginx's documentation: a megabyte holds about sixteen thousand states.</summary>
    private const int BytesPerState = 64;

    public SharedZone Zone => zone;

    public ComplexValue? Key { get; set; }

    /// <summary>The number of requests or sessions of each key.</summary>
    public ZoneTable<int> Counts { get; private set; } = null!;

    public void Open()
    {
        var content = zone.Open(opened => new LimitConnCounts(Key!.Source, new ZoneTable<int>((int)Math.Min(opened.Size / BytesPerState, int.MaxValue))));
        if (content.Key != Key!.Source)
            throw new ConfException($"limit_conn_zone \"{zone.Name}\" uses the \"{Key.Source}\" key while previously it used the \"{content.Key}\" key");
        Counts = content.Table;
    }

    private sealed record LimitConnCounts(string Key, ZoneTable<int> Table);
}
