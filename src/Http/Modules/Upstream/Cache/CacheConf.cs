using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream.Cache;

[Flags]
internal enum CacheMethods
{
    Get = 1,
    Head = 2,
    Post = 4,
}

/// <summary><c>proxy_cache zone</c>: a zone, or a value that names one.</summary>
internal sealed class CacheReference
{
    public required string Name { get; init; }

    /// <summary>Null when the name is fixed.</summary>
    public ComplexValue? Variable { get; init; }

    /// <summary>The cache of a fixed name, once the configuration is loaded.</summary>
    public CachePath? Path { get; set; }
}

/// <summary><c>proxy_cache_valid status time</c>: status 0 stands for any.</summary>
internal readonly record struct CacheValid(int Status, long Seconds);

/// <summary>What a location says of caching the responses of its upstream.</summary>
internal sealed class CacheConf
{
    public const long NoRangeLimit = long.MaxValue;

    /// <summary>Null for "off".</summary>
    public Setting<CacheReference?> Reference;
    public Setting<ComplexValue?> Key;
    public Setting<CacheMethods> Methods;
    public Setting<long> MinUses;
    public Setting<long> MaxRangeOffset;
    public Setting<NextUpstream> UseStale;
    public Setting<bool> Lock;
    public Setting<long> LockTimeoutMs;
    public Setting<long> LockAgeMs;
    public Setting<bool> Revalidate;
    public Setting<bool> ConvertHead;
    public Setting<bool> BackgroundUpdate;

    /// <summary>Null while this level says nothing.</summary>
    public List<ComplexValue>? Bypass { get; set; }

    public List<ComplexValue>? NoCache { get; set; }

    public List<CacheValid>? Valid { get; set; }

    /// <summary>Responses are cached here; a name with variables may still turn out to be none.</summary>
    public bool IsOn => Reference.Value is not null;

    public void MergeFrom(CacheConf? outer)
    {
        Reference.MergeFrom(outer?.Reference ?? default, null);
        Key.MergeFrom(outer?.Key ?? default, null);
        Methods.MergeFrom(outer?.Methods ?? default, CacheMethods.Get | CacheMethods.Head);
        MinUses.MergeFrom(outer?.MinUses ?? default, 1);
        MaxRangeOffset.MergeFrom(outer?.MaxRangeOffset ?? default, NoRangeLimit);
        UseStale.MergeFrom(outer?.UseStale ?? default, NextUpstream.Off);
        if ((UseStale.Value & NextUpstream.Off) != 0)
            UseStale.Set(NextUpstream.Off);
        // A group without a live peer is an error as well.
        if ((UseStale.Value & NextUpstream.Error) != 0)
            UseStale.Set(UseStale.Value | NextUpstream.NoLive);
        Lock.MergeFrom(outer?.Lock ?? default, false);
        LockTimeoutMs.MergeFrom(outer?.LockTimeoutMs ?? default, 5000);
        LockAgeMs.MergeFrom(outer?.LockAgeMs ?? default, 5000);
        Revalidate.MergeFrom(outer?.Revalidate ?? default, false);
        ConvertHead.MergeFrom(outer?.ConvertHead ?? default, true);
        BackgroundUpdate.MergeFrom(outer?.BackgroundUpdate ?? default, false);
        Bypass ??= outer?.Bypass;
        NoCache ??= outer?.NoCache;
        Valid ??= outer?.Valid;
    }

    /// <summary>How long a response with that status is valid that says nothing itself: seconds, 0 for not at all.</summary>
    public long ValidSeconds(int status)
    {
        foreach (var valid in Valid ?? [])
        {
            if (valid.Status == 0 || valid.Status == status)
                return valid.Seconds;
        }

        return 0;
    }

    /// <summary>One of the values is neither empty nor "0".</summary>
    public static bool IsTrue(List<ComplexValue>? values, HttpRequest request)
    {
        if (values is null)
            return false;
        foreach (var value in values)
        {
            var text = value.Evaluate(request);
            if (!text.IsEmpty && !text.Equals("0"u8))
                return true;
        }

        return false;
    }
}
