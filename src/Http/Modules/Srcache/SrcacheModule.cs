using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Srcache;

/// <summary>OpenResty's srcache: one subrequest looks a response up in a cache, another one stores it there.</summary>
public sealed class SrcacheModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;
    private const ConfContext AnyIf = ConfContext.HttpAnyIf;

    private static readonly (string Word, HttpMethod Value)[] Methods =
        [("GET", HttpMethod.Get), ("HEAD", HttpMethod.Head), ("POST", HttpMethod.Post), ("PUT", HttpMethod.Put), ("DELETE", HttpMethod.Delete)];

    public override string Name => "srcache";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(SrcacheConf.Slot);
        table.Slot(SrcacheState.Slot);
        AddFetch(table);
        AddStore(table);
        AddCacheControl(table);
        AddExpiry(table);
        table.UncachedVariable("srcache_expire", SrcacheVariables.Expire);
        table.UncachedVariable("srcache_fetch_status", SrcacheVariables.FetchStatus);
        table.UncachedVariable("srcache_store_status", SrcacheVariables.StoreStatus);
        table.Handler(Phase.Access, SrcacheFetch.Handle, static location => SrcacheConf.Slot.Of(location) is { Fetch.Value: not null } or { Store.Value: not null });
        table.Filter("srcache", SrcacheFilter.FilterHeader, static location => SrcacheConf.Slot.Of(location).Store.Value is not null);
        table.Filter("srcache", SrcacheFilter.FilterBody, static location => SrcacheConf.Slot.Of(location).Store.Value is not null);
    }

    private static void AddFetch(HttpModuleTable table)
    {
        var slot = SrcacheConf.Slot;
        table.Add(Take.Custom(
            "srcache_fetch", AnyIf, 2, 3, slot, static (use, conf) => SrcacheTarget.Read(use, ref conf.Fetch),
            note: "a stored Content-Length must be that of the body, or it is a miss"));
        table.Add(Take.Custom("srcache_fetch_skip", AnyIf, 1, 1, slot, static (use, conf) => SrcacheConf.ReadSkip(use, ref conf.FetchSkip), "0"));
        table.Add(Take.Bits("srcache_methods", Any, slot, static c => ref c.Methods, Methods, static (a, b) => a | b, "GET HEAD"));
        table.Add(Take.Size(
            "srcache_header_buffer_size", AnyIf, slot, static c => ref c.HeaderBufferSize, "4k|8k", "the longest line of a head that is stored or read, with its end"));
    }

    private static void AddStore(HttpModuleTable table)
    {
        var slot = SrcacheConf.Slot;
        table.Add(Take.Custom(
            "srcache_store", AnyIf, 2, 3, slot, static (use, conf) => SrcacheTarget.Read(use, ref conf.Store),
            note: "not what answers before the access phase, or refuses in it"));
        table.Add(Take.Custom("srcache_store_skip", AnyIf, 1, 1, slot, static (use, conf) => SrcacheConf.ReadSkip(use, ref conf.StoreSkip), "0"));
        table.Add(Take.Size("srcache_store_max_size", AnyIf, slot, static c => ref c.StoreMaxSize, "0", "of head and body together"));
        table.Add(Take.Custom("srcache_store_statuses", AnyIf, 1, int.MaxValue, slot, SrcacheConf.ReadStatuses, "200 301 302 307 308"));
        table.Add(Take.Custom("srcache_store_hide_header", Any, 1, 1, slot, static (use, conf) => conf.Hide(use.Bytes(0))));
        table.Add(Take.Custom("srcache_store_pass_header", Any, 1, 1, slot, static (use, conf) => conf.Pass(use.Bytes(0))));
        table.Add(Take.Flag("srcache_store_ranges", Any, slot, static c => ref c.StoreRanges, "off", "with Content-Range and Content-Type of the part"));
        table.Add(Take.Flag("srcache_ignore_content_encoding", Any, slot, static c => ref c.IgnoreContentEncoding, "off"));
        table.Add(Take.Size(
            "srcache_buffer", AnyIf, slot, static c => ref c.BufferSize, "4k|8k", "what a response is collected in at first; it grows as the response does"));
    }

    private static void AddCacheControl(HttpModuleTable table)
    {
        var slot = SrcacheConf.Slot;
        table.Add(Take.Flag("srcache_request_cache_control", Any, slot, static c => ref c.RequestCacheControl, "off"));
        table.Add(Take.Flag("srcache_response_cache_control", Any, slot, static c => ref c.ResponseCacheControl, "on"));
        table.Add(Take.Flag("srcache_store_private", Any, slot, static c => ref c.StorePrivate, "off"));
        table.Add(Take.Flag("srcache_store_no_store", Any, slot, static c => ref c.StoreNoStore, "off"));
        table.Add(Take.Flag("srcache_store_no_cache", Any, slot, static c => ref c.StoreNoCache, "off"));
    }

    private static void AddExpiry(HttpModuleTable table)
    {
        var slot = SrcacheConf.Slot;
        table.Add(Take.Seconds("srcache_default_expire", AnyIf, slot, static c => ref c.DefaultExpire, "60s"));
        table.Add(Take.Seconds("srcache_max_expire", AnyIf, slot, static c => ref c.MaxExpire, "0"));
    }
}
