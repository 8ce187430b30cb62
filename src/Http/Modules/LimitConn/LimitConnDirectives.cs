using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitConn;

/// <summary>Reads <c>limit_conn_zone key zone=name:size</c> and <c>limit_conn zone number</c>.</summary>
internal static class LimitConnDirectives
{
    private const int MaxLimit = 65535;

    public static void ReadZone(DirectiveUse use, LimitConnMainConf conf)
    {
        var key = ComplexValue.Compile(use[0], use);
        if (!use[1].StartsWith("zone=", StringComparison.Ordinal))
            throw use.Error($"invalid parameter \"{use[1]}\"");
        var zone = conf.Find(ZoneParameter.Declare(use[1]["zone=".Length..], LimitConnModule.ZoneKind, use));
        if (zone.Key is not null)
            throw use.Error($"{use.Name} \"{zone.Zone.Name}\" is already bound to key \"{zone.Key.Source}\"");
        zone.Key = key;
    }

    public static void ReadLimit(DirectiveUse use, LimitConnConf conf)
    {
        var zone = ZoneParameter.Mention(use[0], LimitConnModule.ZoneKind, use);
        if (conf.Limits.Exists(known => known.Zone.Zone == zone))
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        if (!int.TryParse(use[1], NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit <= 0)
            throw use.Error($"invalid number of connections \"{use[1]}\"");
        if (limit > MaxLimit)
            throw use.Error("connection limit must be less 65536");
        conf.Limits.Add(new LimitConn(LimitConnMainConf.Slot.Open(use.Scope).Find(zone), limit));
    }
}
