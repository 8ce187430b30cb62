using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>The directives of <see cref="CacheConf"/>, under the names of one module.</summary>
internal static class CacheDirectives
{
    private const ConfContext Any = ConfContext.HttpAny;

    private static readonly (string, CacheMethods)[] Methods = [("GET", CacheMethods.Get), ("HEAD", CacheMethods.Head), ("POST", CacheMethods.Post)];

    /// <param name="prefix">"proxy", "fastcgi", …</param>
    public static void Register<TConf>(HttpModuleTable table, string prefix, LocationSlot<TConf> slot, Func<TConf, CacheConf> of) where TConf : class, IConf<TConf>, new()
    {
        table.Add(Take.Custom($"{prefix}_cache_path", ConfContext.Http, 2, int.MaxValue, CacheMainConf.Slot, (use, conf) => CachePathDirective.Read(use, conf, prefix)));
        table.Add(Take.One($"{prefix}_cache", Any, slot, c => ref of(c).Reference, "off", "", (use, text) => ReadReference(use, text, prefix)));
        table.Add(Take.One($"{prefix}_cache_key", Any, slot, c => ref of(c).Key, prefix == "proxy" ? "$scheme$proxy_host$request_uri" : "", "", static ComplexValue? (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.Custom($"{prefix}_cache_bypass", Any, 1, int.MaxValue, slot, (use, conf) => Add(use, of(conf).Bypass ??= [])));
        table.Add(Take.Custom($"{prefix}_no_cache", Any, 1, int.MaxValue, slot, (use, conf) => Add(use, of(conf).NoCache ??= [])));
        table.Add(Take.Custom($"{prefix}_cache_valid", Any, 1, int.MaxValue, slot, (use, conf) => AddValid(use, of(conf).Valid ??= [])));
        table.Add(Take.Number($"{prefix}_cache_min_uses", Any, slot, c => ref of(c).MinUses, "1"));
        table.Add(Take.Offset($"{prefix}_cache_max_range_offset", Any, slot, c => ref of(c).MaxRangeOffset));
        table.Add(Take.Bits($"{prefix}_cache_use_stale", Any, slot, c => ref of(c).UseStale, NextUpstreamWords.Words, static (a, b) => a | b, "off"));
        table.Add(Take.Bits($"{prefix}_cache_methods", Any, slot, c => ref of(c).Methods, Methods, static (a, b) => a | b | CacheMethods.Get | CacheMethods.Head, "GET HEAD"));
        table.Add(Take.Flag($"{prefix}_cache_lock", Any, slot, c => ref of(c).Lock, "off"));
        table.Add(Take.Milliseconds($"{prefix}_cache_lock_timeout", Any, slot, c => ref of(c).LockTimeoutMs, "5s"));
        table.Add(Take.Milliseconds($"{prefix}_cache_lock_age", Any, slot, c => ref of(c).LockAgeMs, "5s"));
        table.Add(Take.Flag($"{prefix}_cache_revalidate", Any, slot, c => ref of(c).Revalidate, "off"));
        table.Add(Take.Flag($"{prefix}_cache_background_update", Any, slot, c => ref of(c).BackgroundUpdate, "off"));
    }

    private static CacheReference? ReadReference(DirectiveUse use, string text, string prefix)
    {
        if (text == "off")
            return null;
        if (ComplexValue.HasVariables(text))
            return new CacheReference { Name = text, Variable = ComplexValue.Compile(text, use) };
        var reference = new CacheReference { Name = text };
        CacheMainConf.Slot.Open(HttpScope.Of(use)).Add(CacheMainConf.KindOf(prefix), reference);
        return reference;
    }

    private static void Add(DirectiveUse use, List<ComplexValue> values)
    {
        foreach (var text in use.Arguments)
            values.Add(ComplexValue.Compile(text, use));
    }

    /// <summary>"200 302 10m", "any 1m"; a time alone stands for 200, 301 and 302.</summary>
    private static void AddValid(DirectiveUse use, List<CacheValid> valid)
    {
        var text = use[use.Count - 1];
        var seconds = ConfUnits.ParseDuration(text, seconds: true) ?? throw use.Error($"invalid time value \"{text}\"");
        if (use.Count == 1)
        {
            valid.AddRange([new CacheValid(200, seconds), new CacheValid(301, seconds), new CacheValid(302, seconds)]);
            return;
        }

        foreach (var word in use.Arguments.SkipLast(1))
        {
            var status = word == "any" ? 0 : ConfUnits.ParseNumber(word) is >= 100 and <= 599 and var number ? (int)number : throw use.Error($"invalid status \"{word}\"");
            valid.Add(new CacheValid(status, seconds));
        }
    }
}
