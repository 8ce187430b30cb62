using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Zones;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>Reads <c>proxy_cache_path path [levels=…] keys_zone=name:size [inactive=…] [max_size=…] …</c>.</summary>
internal static class CachePathDirective
{
    private const long MinZoneSize = 2 * 4096;

    public static void Read(DirectiveUse use, CacheMainConf conf, string prefix)
    {
        var levels = Array.Empty<int>();
        SharedZone? zone = null;
        var usesTempPath = true;
        long inactive = 600, maxSize = long.MaxValue, minFree = 0;
        var (loader, manager) = (CachePace.Default, CachePace.Default);
        foreach (var word in use.Arguments.Skip(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var (name, text) = equals < 0 ? (word, "") : (word[..equals], word[(equals + 1)..]);
            switch (name)
            {
                case "levels":
                    levels = ReadLevels(use, word, text);
                    break;
                case "use_temp_path":
                    usesTempPath = text == "on" || (text == "off" ? false : throw use.Error($"invalid use_temp_path value \"{text}\", it must be \"on\" or \"off\""));
                    break;
                case "keys_zone":
                    zone = ReadZone(use, CacheMainConf.KindOf(prefix), text);
                    break;
                case "inactive":
                    inactive = ConfUnits.ParseDuration(text, seconds: true) ?? throw use.Error($"invalid inactive value \"{text}\"");
                    break;
                case "max_size":
                    maxSize = ConfUnits.ParseSize(text, offset: true) ?? throw use.Error($"invalid max_size value \"{text}\"");
                    break;
                case "min_free":
                    minFree = ConfUnits.ParseSize(text, offset: true) ?? throw use.Error($"invalid min_free value \"{text}\"");
                    break;
                case "loader_files" or "loader_sleep" or "loader_threshold":
                    loader = ReadPace(use, loader, name, text);
                    break;
                case "manager_files" or "manager_sleep" or "manager_threshold":
                    manager = ReadPace(use, manager, name, text);
                    break;
                default:
                    throw use.Error($"invalid parameter \"{word}\"");
            }
        }

        if (zone is null)
            throw use.Error($"\"{use.Name}\" must have \"keys_zone\" parameter");
        if (conf.Paths.Any(known => known.Zone == zone))
            throw use.Error($"duplicate zone \"{zone.Name}\"");
        conf.Add(CacheMainConf.KindOf(prefix), new CachePath(use.FullPath(use[0]).TrimEnd('/'), levels, zone)
        {
            UsesTempPath = usesTempPath,
            InactiveSeconds = inactive,
            MaxBlocks = maxSize / CacheIndex.BlockSize,
            MinFree = minFree,
            Loader = loader,
            Manager = manager,
        });
    }

    /// <summary>"1:2": one to three levels of one or two digits.</summary>
    private static int[] ReadLevels(DirectiveUse use, string word, string text)
    {
        var parts = text.Split(':');
        if (parts.Length > 3 || Array.Exists(parts, static part => part is not ("1" or "2")))
            throw use.Error($"invalid \"levels\" \"{word}\"");
        return [.. parts.Select(static part => part[0] - '0')];
    }

    private static SharedZone ReadZone(DirectiveUse use, string kind, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || ConfUnits.ParseSize(text[(colon + 1)..]) is not { } size)
            throw use.Error($"invalid keys zone size \"keys_zone={text}\"");
        if (size < MinZoneSize)
            throw use.Error($"keys zone \"{text[..colon]}\" is too small");
        try
        {
            return ZoneRegistry.Of(MainScope.CycleOf(use.Scope)).Use(text[..colon], kind, size);
        }
        catch (ConfException exception)
        {
            throw use.Error(exception.Message);
        }
    }

    private static CachePace ReadPace(DirectiveUse use, CachePace pace, string name, string text) => name[(name.IndexOf('_', StringComparison.Ordinal) + 1)..] switch
    {
        "files" => pace with { Files = ConfUnits.ParseNumber(text) ?? throw use.Error($"invalid {name} value \"{text}\"") },
        "sleep" => pace with { SleepMs = ConfUnits.ParseDuration(text) ?? throw use.Error($"invalid {name} value \"{text}\"") },
        _ => pace with { ThresholdMs = ConfUnits.ParseDuration(text) ?? throw use.Error($"invalid {name} value \"{text}\"") },
    };
}
