using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

public sealed class SrcacheConf : IConf<SrcacheConf>
{
    public static readonly LocationSlot<SrcacheConf> Slot = new();

    /// <summary>Fields of one connection or one client; "Trailers" is what srcache's documentation says.</summary>
    private static readonly ByteString[] HiddenByDefault =
    [
        .. "Connection Keep-Alive Proxy-Authenticate Proxy-Authorization TE Trailer Trailers Transfer-Encoding Upgrade Set-Cookie".Split(' ').Select(ByteString.From),
    ];

    private static readonly int[] DefaultStatuses = [200, 301, 302, 307, 308];

    public Setting<long> BufferSize;
    public Setting<long> HeaderBufferSize;
    public Setting<HttpMethod> Methods;
    public Setting<long> StoreMaxSize;
    public Setting<int[]> StoreStatuses;
    public Setting<bool> StoreRanges;
    public Setting<bool> IgnoreContentEncoding;
    public Setting<bool> RequestCacheControl;
    public Setting<bool> ResponseCacheControl;
    public Setting<bool> StorePrivate;
    public Setting<bool> StoreNoStore;
    public Setting<bool> StoreNoCache;
    public Setting<long> DefaultExpire;
    public Setting<long> MaxExpire;

    internal Setting<SrcacheTarget?> Fetch;
    internal Setting<SrcacheTarget?> Store;
    internal Setting<ComplexValue?> FetchSkip;
    internal Setting<ComplexValue?> StoreSkip;

    private List<ByteString>? hidden;
    private List<ByteString>? passed;

    /// <summary>Fields of a response that are not stored with it.</summary>
    internal FieldNameSet Hidden { get; } = new();

    public void Hide(ByteString name) => (hidden ??= []).Add(name);

    public void Pass(ByteString name) => (passed ??= []).Add(name);

    internal static void ReadSkip(DirectiveUse use, ref Setting<ComplexValue?> setting)
    {
        if (setting.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        setting.Set(ComplexValue.Compile(use[0], use));
    }

    public static void ReadStatuses(DirectiveUse use, SrcacheConf conf)
    {
        if (conf.StoreStatuses.IsSet)
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        conf.StoreStatuses.Set([.. use.Arguments.Select(text =>
            ConfUnits.ParseNumber(text) is { } number and <= int.MaxValue ? (int)number : throw use.Error($"status code \"{text}\" is an invalid number"))]);
    }

    /// <summary>What <c>srcache_fetch_skip</c> and <c>srcache_store_skip</c> say: anything but nothing and "0".</summary>
    internal static bool IsTrue(ComplexValue? value, HttpRequest request, out ByteString text)
    {
        text = value is null ? default : value.Evaluate(request);
        return text.Span is not ([] or [(byte)'0']);
    }

    public void MergeFrom(SrcacheConf? outer, HttpConfiguration configuration)
    {
        Fetch.MergeFrom(outer?.Fetch ?? default, null);
        Store.MergeFrom(outer?.Store ?? default, null);
        FetchSkip.MergeFrom(outer?.FetchSkip ?? default, null);
        StoreSkip.MergeFrom(outer?.StoreSkip ?? default, null);
        BufferSize.MergeFrom(outer?.BufferSize ?? default, SegmentPool.SegmentSize);
        HeaderBufferSize.MergeFrom(outer?.HeaderBufferSize ?? default, SegmentPool.SegmentSize);
        Methods.MergeFrom(outer?.Methods ?? default, default);
        Methods.Set(Methods.Value | HttpMethod.Get | HttpMethod.Head);
        StoreMaxSize.MergeFrom(outer?.StoreMaxSize ?? default, 0);
        StoreStatuses.MergeFrom(outer?.StoreStatuses ?? default, DefaultStatuses);
        StoreRanges.MergeFrom(outer?.StoreRanges ?? default, false);
        IgnoreContentEncoding.MergeFrom(outer?.IgnoreContentEncoding ?? default, false);
        RequestCacheControl.MergeFrom(outer?.RequestCacheControl ?? default, false);
        ResponseCacheControl.MergeFrom(outer?.ResponseCacheControl ?? default, true);
        StorePrivate.MergeFrom(outer?.StorePrivate ?? default, false);
        StoreNoStore.MergeFrom(outer?.StoreNoStore ?? default, false);
        StoreNoCache.MergeFrom(outer?.StoreNoCache ?? default, false);
        DefaultExpire.MergeFrom(outer?.DefaultExpire ?? default, 60);
        MaxExpire.MergeFrom(outer?.MaxExpire ?? default, 0);
        MergeFieldNames(outer);
    }

    private void MergeFieldNames(SrcacheConf? outer)
    {
        hidden ??= outer?.hidden;
        passed ??= outer?.passed;
        foreach (var name in HiddenByDefault.Concat(hidden ?? []))
            Hidden.Add(name);
        foreach (var name in passed ?? [])
            Hidden.Remove(name);
    }
}
