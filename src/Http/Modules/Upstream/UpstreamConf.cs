using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Modules.Upstream.Store;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>What every proxying module lets its locations set, under names of its own (<c>proxy_…</c>, <c>fastcgi_…</c>).</summary>
public sealed class UpstreamConf
{
    public Setting<long> ConnectTimeoutMs;
    public Setting<long> SendTimeoutMs;
    public Setting<long> ReadTimeoutMs;
    public Setting<long> SendLowat;
    public Setting<long> BufferSize;
    public Setting<BufferCount> Buffers;
    public Setting<long> BusyBuffersSize;
    public Setting<long> MaxTempFileSize;
    public Setting<long> TempFileWriteSize;
    public Setting<TempPath> TempPath;
    public Setting<bool> Buffering;
    public Setting<bool> RequestBuffering;
    public Setting<bool> IgnoreClientAbort;
    public Setting<bool> InterceptErrors;
    public Setting<bool> SocketKeepalive;
    public Setting<long> SocketReceiveBuffer;
    public Setting<long> SocketSendBuffer;
    public Setting<bool> ForceRanges;
    public Setting<bool> PassRequestHeaders;
    public Setting<bool> PassRequestBody;
    public Setting<bool> PassTrailers;
    public Setting<NextUpstream> NextUpstream;
    public Setting<long> NextUpstreamTries;
    public Setting<long> NextUpstreamTimeoutMs;
    public Setting<IgnoredFields> IgnoredFields;
    public Setting<ComplexSize> LimitRate;
    public Setting<UpstreamBind> Bind;

    /// <summary>A 404 always has the server's page: the protocol has no body for it, and the connection can be kept.</summary>
    public bool InterceptsNotFound { get; init; }

    private const int PageSize = 4096;

    internal CacheConf Cache { get; } = new();

    internal StoreConf Store { get; } = new();

    /// <summary>The kind of zone that names in <c>proxy_cache</c> stand for.</summary>
    internal string CacheKind { get; private set; } = "";

    internal List<ByteString>? HideFields { get; set; }

    internal List<ByteString>? PassFields { get; set; }

    /// <summary>Fields of the response that the client does not get.</summary>
    public FieldNameSet Hidden { get; private set; } = new();

    /// <summary>The client gets the upstream's Date (or none) in place of the server's.</summary>
    public bool PassesDate { get; private set; }

    public bool PassesServer { get; private set; }

    public ConnectOptions ConnectOptions { get; private set; } = ConnectOptions.Default;

    /// <summary>Takes what is not set from the outer level.</summary>
    /// <param name="prefix">The directives' first word, for messages.</param>
    public void MergeFrom(UpstreamConf? outer, string prefix, IReadOnlyList<ByteString> hiddenByDefault, HttpConfiguration configuration)
    {
        MergeTimes(outer);
        MergeBuffers(outer, prefix, configuration);
        MergeSwitches(outer);
        MergeKeeping(outer, prefix);
        HideFields ??= outer?.HideFields;
        PassFields ??= outer?.PassFields;
        foreach (var name in hiddenByDefault.Concat(HideFields ?? []))
            Hidden.Add(name);
        foreach (var name in PassFields ?? [])
            Hidden.Remove(name);
        PassesDate = !Hidden.Contains(new HeaderField(KnownField.Date, default, default));
        PassesServer = !Hidden.Contains(new HeaderField(KnownField.Server, default, default));
        ConnectOptions = new ConnectOptions
        {
            TimeoutMs = (int)Math.Min(ConnectTimeoutMs.Value, int.MaxValue),
            KeepAlive = SocketKeepalive.Value,
            Local = Bind.Value.Address,
            Transparent = Bind.Value.IsTransparent,
            ReceiveBuffer = SocketReceiveBuffer.Value > 0 ? (int)SocketReceiveBuffer.Value : null,
            SendBuffer = SocketSendBuffer.Value > 0 ? (int)SocketSendBuffer.Value : null,
        };
    }

    private void MergeTimes(UpstreamConf? outer)
    {
        ConnectTimeoutMs.MergeFrom(outer?.ConnectTimeoutMs ?? default, 60_000);
        SendTimeoutMs.MergeFrom(outer?.SendTimeoutMs ?? default, 60_000);
        ReadTimeoutMs.MergeFrom(outer?.ReadTimeoutMs ?? default, 60_000);
        NextUpstreamTimeoutMs.MergeFrom(outer?.NextUpstreamTimeoutMs ?? default, 0);
        NextUpstreamTries.MergeFrom(outer?.NextUpstreamTries ?? default, 0);
        NextUpstream.MergeFrom(outer?.NextUpstream ?? default, Upstream.NextUpstream.Error | Upstream.NextUpstream.Timeout);
        LimitRate.MergeFrom(outer?.LimitRate ?? default, ComplexSize.Zero);
        SendLowat.MergeFrom(outer?.SendLowat ?? default, 0);
    }

    private void MergeBuffers(UpstreamConf? outer, string prefix, HttpConfiguration configuration)
    {
        BufferSize.MergeFrom(outer?.BufferSize ?? default, PageSize);
        Buffers.MergeFrom(outer?.Buffers ?? default, new BufferCount(8, PageSize));
        if (Buffers.Value.Count < 2)
            throw new ConfException($"there must be at least 2 \"{prefix}_buffers\"");
        var size = Math.Max(BufferSize.Value, Buffers.Value.Size);
        // Only what a directive says is inherited: the default follows the sizes of each level.
        if (!BusyBuffersSize.IsSet)
            BusyBuffersSize = outer?.BusyBuffersSize ?? default;
        var busy = BusyBuffersSize.Or(2 * size);
        if (busy < size)
            throw new ConfException($"\"{prefix}_busy_buffers_size\" must be equal to or greater than the maximum of the value of \"{prefix}_buffer_size\" and one of the \"{prefix}_buffers\"");
        if (busy > (Buffers.Value.Count - 1L) * Buffers.Value.Size)
            throw new ConfException($"\"{prefix}_busy_buffers_size\" must be less than the size of all \"{prefix}_buffers\" minus one buffer");
        if (!TempFileWriteSize.IsSet)
            TempFileWriteSize = outer?.TempFileWriteSize ?? default;
        if (TempFileWriteSize.Or(2 * size) < size)
            throw new ConfException($"\"{prefix}_temp_file_write_size\" must be equal to or greater than the maximum of the value of \"{prefix}_buffer_size\" and one of the \"{prefix}_buffers\"");
        MaxTempFileSize.MergeFrom(outer?.MaxTempFileSize ?? default, 1024L * 1024 * 1024);
        if (MaxTempFileSize.Value != 0 && MaxTempFileSize.Value < size)
            throw new ConfException($"\"{prefix}_max_temp_file_size\" must be equal to zero to disable temporary files usage or must be equal to or greater than the maximum of the value of \"{prefix}_buffer_size\" and one of the \"{prefix}_buffers\"");
        TempPath.MergeFrom(outer?.TempPath ?? default, outer is null ? new TempPath(configuration.Cycle.Environment.FullPath(prefix + "_temp"), 1, 2) : null!);
    }

    /// <summary>Responses are cached or stored, not both: what a level says itself ends what it would inherit of the other.</summary>
    private void MergeKeeping(UpstreamConf? outer, string prefix)
    {
        if (Cache.Reference is { IsSet: true, Value: not null } && Store.Target is { IsSet: true, Value: not null })
            throw new ConfException($"\"{prefix}_cache\" is incompatible with \"{prefix}_store\"");
        if (Store.Target is { IsSet: true, Value: not null })
            Cache.Reference.Set(null);
        if (Cache.Reference is { IsSet: true, Value: not null })
            Store.Target.Set(null);
        CacheKind = CacheMainConf.KindOf(prefix);
        Cache.MergeFrom(outer?.Cache);
        Store.MergeFrom(outer?.Store);
    }

    private void MergeSwitches(UpstreamConf? outer)
    {
        Buffering.MergeFrom(outer?.Buffering ?? default, true);
        RequestBuffering.MergeFrom(outer?.RequestBuffering ?? default, true);
        IgnoreClientAbort.MergeFrom(outer?.IgnoreClientAbort ?? default, false);
        InterceptErrors.MergeFrom(outer?.InterceptErrors ?? default, false);
        SocketKeepalive.MergeFrom(outer?.SocketKeepalive ?? default, false);
        SocketReceiveBuffer.MergeFrom(outer?.SocketReceiveBuffer ?? default, 0);
        SocketSendBuffer.MergeFrom(outer?.SocketSendBuffer ?? default, 0);
        ForceRanges.MergeFrom(outer?.ForceRanges ?? default, false);
        PassRequestHeaders.MergeFrom(outer?.PassRequestHeaders ?? default, true);
        PassRequestBody.MergeFrom(outer?.PassRequestBody ?? default, true);
        PassTrailers.MergeFrom(outer?.PassTrailers ?? default, false);
        IgnoredFields.MergeFrom(outer?.IgnoredFields ?? default, Upstream.IgnoredFields.None);
        Bind.MergeFrom(outer?.Bind ?? default, UpstreamBind.Off);
    }
}
