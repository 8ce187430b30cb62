using Engine.Core.Log;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Modules.Upstream.Store;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Upstream;

/// <summary>What is kept of a response: in a cache, or as a file of its own (<c>proxy_store</c>).</summary>
public sealed partial class UpstreamRequest
{
    private readonly ResponseFile kept = new();
    private readonly HeadBuffer keptHead = new();

    /// <summary>The response may be of use to others than its client: it is read to its end when that is gone.</summary>
    private bool IsKept => IsCacheable || Conf.Store.Target.Value is not null;

    private CacheValidity validity;

    /// <summary>A head has come: whether it may be cached, as far as it says so itself.</summary>
    private void JudgeCacheability()
    {
        if (!hasLookup || !IsCacheable)
            return;
        validity = CacheValidity.Of(this);
        if (validity.IsForbidden || Response.IsUpgraded)
            IsCacheable = false;
    }

    /// <summary>An error page answers in place of the response: of this only the status is remembered.</summary>
    private void RememberStatus(int status)
    {
        if (!hasLookup)
            return;
        if (IsCacheable && ValidUntil(status) is > 0 and var until)
            lookup!.Release(status, until);
        else
            lookup!.Release();
    }

    /// <summary>Seconds since 1970; 0 when nobody says how long it is valid.</summary>
    private long ValidUntil(int status)
    {
        if (validity.ValidSeconds != 0)
            return validity.ValidSeconds;
        return Conf.Cache.ValidSeconds(status) is > 0 and var seconds ? Request.Loop.Clock.UnixSeconds + seconds : 0;
    }

    /// <summary>The head is sent: opens the file that the body goes into, if it is to be kept.</summary>
    private void BeginKeeping(bool isBuffered)
    {
        if (hasLookup)
            IsCacheable = IsCacheable && isBuffered && BeginCaching();
        if (hasLookup && !IsCacheable)
            lookup!.Release();
        if (isBuffered && Conf.Store.Target.Value is not null && !Request.IsHeaderOnly)
            kept.Create(Request, Conf.TempPath.Value);
    }

    private bool BeginCaching()
    {
        var cache = lookup!;
        if (CacheConf.IsTrue(Conf.Cache.NoCache, Request))
            return false;
        if (history.CacheStatus == CacheStatus.Bypass && !cache.OpenForStoring())
            return false;
        var until = ValidUntil(Response.Status);
        if (until == 0 || !cache.ChooseVariant(validity.Vary))
            return false;
        DescribeCached(ref cache.Header, until);
        keptHead.Clear();
        cache.Header.Write(keptHead, cache.Key.Memory.Span, Response.Head.Length);
        keptHead.Append(Response.Head);
        var isCreated = cache.Path.UsesTempPath ? kept.Create(Request, Conf.TempPath.Value) : CreateBeside(cache);
        kept.Append(keptHead.Memory.Span);
        return isCreated && kept.IsOpen;
    }

    private bool CreateBeside(CacheLookup cache)
    {
        cache.Path.MakeDirectories(cache.FileKey);
        return kept.Create(Request, cache.Path.NextTemporaryName(cache.FileKey));
    }

    private void DescribeCached(ref CacheFileHeader header, long until)
    {
        header.ValidSeconds = until;
        header.UpdatingSeconds = validity.UpdatingSeconds;
        header.ErrorSeconds = validity.ErrorSeconds;
        header.StoredSeconds = Request.Loop.Clock.UnixSeconds;
        header.LastModified = -1;
        header.ETag = default;
        // Only what can be asked for on conditions.
        if (Response.Status is not (200 or 206))
            return;
        if (Response.Fields.TryGet(KnownField.LastModified, out var modified) && HttpDate.TryParse(modified.Span, out var seconds))
            header.LastModified = seconds;
        if (Response.Fields.TryGet(KnownField.ETag, out var tag) && tag.Length <= CacheFileHeader.MaxETag)
            header.ETag = tag;
    }

    /// <summary>All of the response is in the file.</summary>
    private ValueTask<bool> CompleteKeeping() => hasLookup && IsCacheable ? CompleteCaching(lookup!) : CompleteStoring();

    private async ValueTask<bool> CompleteCaching(CacheLookup cache)
    {
        var name = new byte[cache.Path.NameLength];
        cache.Path.WriteName(cache.FileKey, name);
        if (cache.Path.UsesTempPath)
            cache.Path.MakeDirectories(cache.FileKey);
        var isMoved = await kept.MoveTo(name, mode: 0);
        if (isMoved)
            cache.Complete(kept.Length);
        else
            cache.Release();
        return isMoved;
    }

    /// <summary>Only what is whole: an answer to HEAD announces a body that does not come.</summary>
    private async ValueTask<bool> CompleteStoring()
    {
        if (Response.Status != 200 || (Response.ContentLength >= 0 && Response.ContentLength != kept.Length))
            return false;
        var path = Conf.Store.Target.Value!.Path is { } value
            ? Absolute(value.Evaluate(Request).ToString())
            : PathMapper.Map(Request).ToString();
        MakeParents(path);
        if (Response.Fields.TryGet(KnownField.LastModified, out var modified) && HttpDate.TryParse(modified.Span, out var seconds))
            kept.SetModified(seconds);
        return await kept.MoveTo(SystemText.ZeroTerminated(path), Conf.Store.Access.Value);
    }

    private string Absolute(string path) => path.StartsWith('/') ? path : Request.Configuration.Prefix + path;

    private void MakeParents(string path)
    {
        for (var i = 1; (i = path.IndexOf('/', i)) > 0; i++)
        {
            var result = Files.MakeDirectory(path[..i], FileRights.OfDirectories(Conf.Store.Access.Value));
            if (result is < 0 and not (-Errno.EEXIST or -Errno.EACCES))
                Request.Log.Write(LogLevel.Crit, Request, $"mkdir() \"{path[..i]}\" failed", -result);
        }
    }

    /// <summary>The upstream's part is over, however it went: nobody waits for this request any longer.</summary>
    private void EndKeeping(HandlerResult result)
    {
        kept.Close();
        if (!hasLookup)
            return;
        if (IsCacheable && result.Code is 502 or 504 && Conf.Cache.ValidSeconds(result.Code) is > 0 and var seconds)
            lookup!.Release(result.Code, Request.Loop.Clock.UnixSeconds + seconds);
        else
            lookup!.Release();
    }

    private void ClearKeeping()
    {
        kept.Close();
        keptHead.Clear();
        ClearLookup();
        validity = default;
        isClientServed = endedWithConnection = false;
    }
}
