using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;

namespace Engine.Core.Zones.LimitConn;

/// <summary>
/// <c>limit_conn_zone key zone=name:size</c>, <c>limit_conn zone number</c>, <c>limit_conn_log_level</c> and <c>limit_conn_dry_run</c>.
/// </summary>
public static class LimitConnDirectives
{
    private const int MaxLimit = 65535;

    /// <param name="block">Where zones are declared.</param>
    /// <param name="levels">Where limits may stand.</param>
    public static IEnumerable<Directive> Rows<TZones, TSettings>(ConfContext block, ConfContext levels, IConfSlot<TZones> zones, IConfSlot<TSettings> settings)
        where TZones : LimitConnZones
        where TSettings : LimitConnSettings =>
    [
        Take.Custom("limit_conn_zone", block, 2, 2, zones, static (use, conf) => ReadZone(use, conf)),
        Take.Custom("limit_conn", levels, 2, 2, settings, (use, conf) => ReadLimit(use, conf, zones.Open(use.Scope))),
        Take.Enum(
            "limit_conn_log_level",
            levels,
            settings,
            static c => ref c.LogLevel,
            [("info", LogLevel.Info), ("notice", LogLevel.Notice), ("warn", LogLevel.Warn), ("error", LogLevel.Error)],
            "error"),
        Take.Flag("limit_conn_dry_run", levels, settings, static c => ref c.DryRun, "off"),
    ];

    private static void ReadZone(DirectiveUse use, LimitConnZones zones)
    {
        var key = ComplexValue.Compile(use[0], use);
        if (!use[1].StartsWith("zone=", StringComparison.Ordinal))
            throw use.Error($"invalid parameter \"{use[1]}\"");
        var zone = zones.Declare(use[1]["zone=".Length..], use);
        if (zone.Key is not null)
            throw use.Error($"{use.Name} \"{zone.Zone.Name}\" is already bound to key \"{zone.Key.Source}\"");
        zone.Key = key;
    }

    private static void ReadLimit(DirectiveUse use, LimitConnSettings settings, LimitConnZones zones)
    {
        var zone = zones.Mention(use[0], use);
        if (settings.Limits.Exists(known => known.Zone == zone))
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (!int.TryParse(use[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit <= 0)
            throw use.Error($"invalid number of connections \"{use[1]}\"");
        if (limit > MaxLimit)
            throw use.Error("connection limit must be less 65536");
        settings.Limits.Add(new ConnectionLimit(zone, limit));
    }
}
