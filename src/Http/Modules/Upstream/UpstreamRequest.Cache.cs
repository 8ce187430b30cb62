using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Upstream;

/// <summary>What is answered from a cache: a response that is fresh enough, or an old one when there is no better.</summary>
public sealed partial class UpstreamRequest
{
    /// <summary>A longer key is not cached: key and header must fit into the buffer that a file is opened with.</summary>
    private const int MaxKeyLength = SegmentPool.SegmentSize - 512;

    private CacheLookup? lookup;
    private bool hasLookup;

    /// <summary>The response comes from a cache, or may go into one.</summary>
    public bool IsCacheable { get; private set; }

    public bool IsFromCache { get; private set; }

    /// <summary>A HEAD that is asked as GET, so that its response can be cached.</summary>
    public bool AsksWithGet { get; private set; }

    /// <summary>Declined when the upstream is to be asked.</summary>
    private async ValueTask<HandlerResult> AnswerFromCache()
    {
        if (!BeginLookup(out var failed))
            return failed ? 500 : HandlerResult.Declined;
        if (CacheConf.IsTrue(Conf.Cache.Bypass, Request))
        {
            history.CacheStatus = CacheStatus.Bypass;
            return HandlerResult.Declined;
        }

        history.CacheStatus = CacheStatus.Miss;
        var outcome = lookup!.Open();
        while (outcome == CacheOutcome.MustWait)
        {
            await lookup.Wait();
            if (Request.IsAbandoned)
                return 499;
            outcome = lookup.Open();
        }

        var answered = outcome switch
        {
            CacheOutcome.Fresh => await AnswerWith(CacheStatus.Hit),
            CacheOutcome.Stale => await AnswerStaleAndRefresh(),
            CacheOutcome.Updating => await AnswerStaleDuringUpdate(),
            CacheOutcome.Error => AnswerWithStatus(lookup.Error),
            CacheOutcome.Failed => 500,
            _ => HandlerResult.Declined,
        };
        if (answered == HandlerResult.Declined && (outcome == CacheOutcome.Scarce || !MayCacheRange()))
            IsCacheable = false;
        return answered;
    }

    /// <summary>Puts the key together. False when the request is none for a cache.</summary>
    private bool BeginLookup(out bool failed)
    {
        failed = false;
        if (!IsMethodCached() || FindCache(out failed) is not { } path)
            return false;
        lookup ??= new CacheLookup();
        hasLookup = true;
        lookup.Begin(Request, Conf.Cache, path);
        if (Conf.Cache.Key.Value is { } key)
            lookup.Key.Append(key.Evaluate(Request));
        else
            Protocol.WriteCacheKey(this, lookup.Key);
        if (lookup.Key.Length > MaxKeyLength)
        {
            Request.Log.Write(LogLevel.Error, Request, $"cache key too large");
            ClearLookup();
            return false;
        }

        lookup.SetKey();
        AsksWithGet = Request.Method == HttpMethod.Head && Conf.Cache.ConvertHead.Value;
        IsCacheable = true;
        return true;
    }

    private bool IsMethodCached() => Request.Method switch
    {
        HttpMethod.Get or HttpMethod.Head => true,
        HttpMethod.Post => (Conf.Cache.Methods.Value & CacheMethods.Post) != 0,
        _ => false,
    };

    private CachePath? FindCache(out bool failed)
    {
        failed = false;
        var reference = Conf.Cache.Reference.Value!;
        if (reference.Variable is null)
            return reference.Path;
        var name = reference.Variable.Evaluate(Request);
        if (name.IsEmpty || name.Equals("off"u8))
            return null;
        var path = CacheMainConf.Slot.Of(Request.Configuration).Find(Conf.CacheKind, name.Span);
        if (path is null)
            Request.Log.Write(LogLevel.Error, Request, $"cache \"{name}\" not found");
        failed = path is null;
        return path;
    }

    private async ValueTask<HandlerResult> AnswerStaleAndRefresh()
    {
        if (MayUseWhileUpdating() && Conf.Cache.BackgroundUpdate.Value && !CacheRefresh.IsUnderWay(Request))
            return CacheRefresh.TryBegin(Request) ? await AnswerWith(CacheStatus.Stale) : 500;
        BecomeExpired();
        return HandlerResult.Declined;
    }

    private async ValueTask<HandlerResult> AnswerStaleDuringUpdate()
    {
        if (MayUseWhileUpdating() && !CacheRefresh.IsUnderWay(Request))
            return await AnswerWith(CacheStatus.Updating);
        BecomeExpired();
        return HandlerResult.Declined;
    }

    private bool MayUseWhileUpdating() => (Conf.Cache.UseStale.Value & NextUpstream.Updating) != 0 || lookup!.MayUseWhileUpdating;

    /// <summary>The upstream is asked, if it can say so whether the old response still holds.</summary>
    private void BecomeExpired()
    {
        history.CacheStatus = CacheStatus.Expired;
        // What could not be sent is not asked about.
        if (!Conf.Cache.Revalidate.Value || !ParseStored())
            return;
        ref var header = ref lookup!.Header;
        if (header.LastModified >= 0)
        {
            history.CacheLastModified = Request.Arena.Allocate(HttpDate.Length, out var bytes);
            HttpDate.Format(header.LastModified, bytes);
        }

        history.CacheETag = Request.Arena.Copy(header.ETag.Span);
    }

    private HandlerResult AnswerWithStatus(int status)
    {
        history.CacheStatus = CacheStatus.Hit;
        return status;
    }

    /// <summary>The old response is better than this failure, if the configuration or the response itself says so.</summary>
    private ValueTask<HandlerResult> AnswerStaleOr(NextUpstream failure, int status)
    {
        if (!IsExpired || ((Conf.Cache.UseStale.Value & failure) == 0 && !lookup!.MayUseOnError))
            return new HandlerResult(status);
        return AnswerWithOld(CacheStatus.Stale);
    }

    private bool IsExpired => history.CacheStatus == CacheStatus.Expired && lookup!.HasFile;

    /// <summary>A response has come; an old one may be better (an error), or still hold (304).</summary>
    private ValueTask<HandlerResult> RespondOrKeepStale() => IsExpired ? RespondOrAnswerStale() : Respond();

    private async ValueTask<HandlerResult> RespondOrAnswerStale()
    {
        var failure = NextUpstreamWords.OfStatus(Response.Status);
        if (failure != NextUpstream.None && (Conf.Cache.UseStale.Value & failure) != 0)
        {
            await Finish(isComplete: false, default);
            return await AnswerWithOld(CacheStatus.Stale);
        }

        if (Response.Status != 304 || !Conf.Cache.Revalidate.Value)
            return await Respond();
        var validity = CacheValidity.Of(this);
        Protocol.BeginBody(this);
        await Finish(IsBodyDone(), default);
        if (!ParseStored())
            return 500;
        Revalidate(validity);
        return await SendStored(CacheStatus.Revalidated);
    }

    /// <summary>The stored response holds on: as long as the 304 says, or what is stored, or the configuration.</summary>
    private void Revalidate(CacheValidity validity)
    {
        var now = Request.Loop.Clock.UnixSeconds;
        // The stored head was parsed before.
        if (validity.ValidSeconds == 0)
            validity = CacheValidity.Of(this);
        if (validity.ValidSeconds == 0 && Conf.Cache.ValidSeconds(Response.Status) is > 0 and var seconds)
            validity.ValidSeconds = now + seconds;
        if (validity.ValidSeconds == 0)
            return;
        ref var header = ref lookup!.Header;
        header.ValidSeconds = validity.ValidSeconds;
        header.UpdatingSeconds = validity.UpdatingSeconds;
        header.ErrorSeconds = validity.ErrorSeconds;
        header.StoredSeconds = now;
        lookup.UpdateValidity();
    }

    private async ValueTask<HandlerResult> AnswerWithOld(CacheStatus status)
    {
        var answered = await AnswerWith(status);
        return answered == HandlerResult.Declined ? 500 : answered;
    }

    /// <summary>Sends what is stored. Declined when it can't be understood.</summary>
    private ValueTask<HandlerResult> AnswerWith(CacheStatus status) => ParseStored() ? SendStored(status) : HandlerResult.Declined;

    private bool ParseStored()
    {
        Response.Clear();
        Protocol.BeginAttempt();
        return Protocol.ParseStoredHead(this, lookup!.ReadHead().Span) && IsStoredWhole();
    }

    /// <summary>The answer to a HEAD may be stored without a body. A file that was cut would be a response that does not end: nginx sends it so, here the upstream is asked again.</summary>
    private bool IsStoredWhole()
    {
        var isOfHead = lookup!.BodyLength == 0 && !Conf.Cache.ConvertHead.Value;
        if (Request.Method == HttpMethod.Head || Response.ContentLength <= lookup.BodyLength || Response.Status is 204 or 304 || isOfHead)
            return true;
        Request.Log.Write(LogLevel.Crit, Request, $"cache file \"{lookup.Path.NameOf(lookup.FileKey)}\" is too short");
        return false;
    }

    private async ValueTask<HandlerResult> SendStored(CacheStatus status)
    {
        history.CacheStatus = status;
        IsFromCache = IsCacheable = true;
        if (ResponseFields.FindRedirect(this) is { } redirect)
            return redirect;
        ResponseFields.CopyToClient(this);
        var sent = await Request.SendHeader();
        if (sent.Code != 0 || Request.IsHeaderOnly)
            return sent;
        if (lookup!.TryGetBody(out var body))
            return await Request.SendBody(new OutputBuffer(body, last: true));
        return await Request.SendBody(new OutputBuffer(lookup.BodyRegion, last: true));
    }

    /// <summary>A range that begins too far behind (<c>proxy_cache_max_range_offset</c>) is asked for as it is, and not cached.</summary>
    private bool MayCacheRange()
    {
        var limit = Conf.Cache.MaxRangeOffset.Value;
        if (limit == CacheConf.NoRangeLimit || !Request.Headers.TryGet(KnownField.Range, out var range))
            return true;
        var text = range.Span;
        if (limit == 0)
            return false;
        if (text.Length < 6 || !System.Text.Ascii.EqualsIgnoreCase(text[..6], "bytes="u8))
            return true;
        text = text[6..].TrimStart((byte)' ');
        return System.Buffers.Text.Utf8Parser.TryParse(text, out long first, out _) && first >= 0 && first < limit && text[0] != '-';
    }

    private void ClearLookup()
    {
        lookup?.Clear();
        hasLookup = IsCacheable = IsFromCache = AsksWithGet = false;
    }
}
