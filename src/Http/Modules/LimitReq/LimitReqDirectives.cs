using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Zones;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitReq;

/// <summary>Reads <c>limit_req_zone key zone=name:size rate=rate</c> and <c>limit_req zone=name [burst=number] [nodelay | delay=number]</c>.</summary>
internal static class LimitReqDirectives
{
    private const long Thousand = 1000;
    private const long MaxAmount = int.MaxValue;

    public static void ReadZone(DirectiveUse use, LimitReqMainConf conf)
    {
        var key = ComplexValue.Compile(use[0], use);
        LimitReqZone? zone = null;
        var rate = Thousand;
        foreach (var word in use.Arguments.Skip(1))
        {
            if (word.StartsWith("zone=", StringComparison.Ordinal))
                zone = conf.Find(ZoneParameter.Declare(word["zone=".Length..], LimitReqModule.ZoneKind, use));
            else if (word.StartsWith("rate=", StringComparison.Ordinal))
                rate = ReadRate(word, use);
            else
                throw use.Error($"invalid parameter \"{word}\"");
        }

        if (zone is null)
            throw use.Error($"\"{use.Name}\" must have \"zone\" parameter");
        if (zone.Key is not null)
            throw use.Error($"{use.Name} \"{zone.Zone.Name}\" is already bound to key \"{zone.Key.Source}\"");
        zone.Key = key;
        zone.Rate = rate;
    }

    public static void ReadLimit(DirectiveUse use, LimitReqConf conf)
    {
        SharedZone? zone = null;
        long burst = 0, delay = 0;
        foreach (var word in use.Arguments)
        {
            if (word.StartsWith("zone=", StringComparison.Ordinal))
                zone = ZoneParameter.Mention(word["zone=".Length..], LimitReqModule.ZoneKind, use);
            else if (word.StartsWith("burst=", StringComparison.Ordinal))
                burst = ReadAmount(word["burst=".Length..]) ?? throw use.Error($"invalid burst value \"{word}\"");
            else if (word.StartsWith("delay=", StringComparison.Ordinal))
                delay = ReadAmount(word["delay=".Length..]) ?? throw use.Error($"invalid delay value \"{word}\"");
            else if (word == "nodelay")
                delay = MaxAmount;
            else
                throw use.Error($"invalid parameter \"{word}\"");
        }

        if (zone is null)
            throw use.Error($"\"{use.Name}\" must have \"zone\" parameter");
        if (conf.Limits.Exists(known => known.Zone.Zone == zone))
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        conf.Limits.Add(new LimitReq(LimitReqMainConf.Slot.Open(use.Scope).Find(zone), burst * Thousand, delay * Thousand));
    }

    /// <summary>"10r/s" or "30r/m", as requests per second times 1000.</summary>
    private static long ReadRate(string word, DirectiveUse use)
    {
        var text = word["rate=".Length..];
        var seconds = text.EndsWith("r/m", StringComparison.Ordinal) ? 60 : 1;
        if (text.EndsWith("r/m", StringComparison.Ordinal) || text.EndsWith("r/s", StringComparison.Ordinal))
            text = text[..^3];
        return ReadAmount(text) is { } rate ? rate * Thousand / seconds : throw use.Error($"invalid rate \"{word}\"");
    }

    private static long? ReadAmount(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxAmount ? number : null;
}
