using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.LuaBridge.Api.SocketTls;
using Engine.LuaBridge.Api.SharedDict;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>Lua settings of the http block, and the VMs of the configuration.</summary>
internal sealed class LuaMainConf : IConf<LuaMainConf>
{
    public static readonly MainSlot<LuaMainConf> Slot = new();

    public Setting<string> PackagePath;
    public Setting<string> PackageCPath;
    public Setting<long> MaxRunningTimers;
    public Setting<long> MaxPendingTimers;
    public Setting<long> RegexCacheMaxEntries;
    public Setting<long> RegexMatchLimit;
    public Setting<long> ThreadCacheMaxEntries;
    public Setting<long> MallocTrim;
    public Setting<long> WorkerThreadVms;
    public Setting<bool> LoadRestyCore;
    public Setting<bool> StrictPhases;
    public Setting<bool> RewriteNoPostpone;
    public Setting<bool> AccessNoPostpone;
    public Setting<bool> PreContentNoPostpone;
    public Setting<bool> SaRestart;

    public LuaSource? InitBy { get; set; }

    public LuaSource? InitWorkerBy { get; set; }

    public LuaSource? ExitWorkerBy { get; set; }

    public LuaChunks Chunks { get; } = new();

    /// <summary><c>lua_capture_error_log</c>; 0 when not set.</summary>
    public long CaptureSize { get; set; }

    public List<SharedDictDirective.Declaration> SharedDicts { get; } = [];

    /// <summary>Some directive has Lua code: the configuration needs VMs.</summary>
    public bool IsUsed { get; set; }

    public LuaVms Vms { get; private set; } = null!;

    public void MergeFrom(LuaMainConf? outer, HttpConfiguration configuration)
    {
        MaxRunningTimers.MergeFrom(default, 256);
        MaxPendingTimers.MergeFrom(default, 1024);
        RegexCacheMaxEntries.MergeFrom(default, 1024);
        ThreadCacheMaxEntries.MergeFrom(default, 1024);
        RegexMatchLimit.MergeFrom(default, 0);
        WorkerThreadVms.MergeFrom(default, 10);
        StrictPhases.MergeFrom(default, true);
        LoadRestyCore.MergeFrom(default, true);
        Vms = new LuaVms(this, configuration);
    }
}

/// <summary>Lua settings of http, server and location.</summary>
internal sealed class LuaLocationConf : IConf<LuaLocationConf>
{
    public static readonly LocationSlot<LuaLocationConf> Slot = new();

    public Setting<bool> CodeCache;
    public Setting<bool> NeedRequestBody;
    public Setting<bool> RejectTruncated;
    public Setting<bool> TransformUnderscores;
    public Setting<bool> SocketLogErrors;
    public Setting<bool> Http10Buffering;
    public Setting<bool> CheckClientAbort;
    public Setting<bool> UseDefaultType;
    public Setting<long> SocketKeepAliveTimeoutMs;
    public Setting<long> SocketConnectTimeoutMs;
    public Setting<long> SocketSendTimeoutMs;
    public Setting<long> SocketReadTimeoutMs;
    public Setting<long> SocketSendLowat;
    public Setting<long> SocketBufferSize;
    public Setting<long> SocketPoolSize;

    /// <summary>What the http block says.</summary>
    public LuaMainConf Main { get; private set; } = null!;

    /// <summary>How cosockets speak TLS.</summary>
    public LuaTlsConf Tls { get; } = new();

    public LuaSource? ServerRewriteBy { get; set; }

    public LuaSource? RewriteBy { get; set; }

    public LuaSource? AccessBy { get; set; }

    public LuaSource? PreContentBy { get; set; }

    /// <summary>Not inherited: it makes a content handler of one location.</summary>
    public LuaSource? ContentBy { get; set; }

    public LuaSource? HeaderFilterBy { get; set; }

    public LuaSource? BodyFilterBy { get; set; }

    public LuaSource? LogBy { get; set; }

    public void MergeFrom(LuaLocationConf? outer, HttpConfiguration configuration)
    {
        // One that only holds defaults belongs to no configuration.
        if (configuration is not null)
            Main = LuaMainConf.Slot.Of(configuration);
        CodeCache.MergeFrom(outer?.CodeCache ?? default, true);
        NeedRequestBody.MergeFrom(outer?.NeedRequestBody ?? default, false);
        RejectTruncated.MergeFrom(outer?.RejectTruncated ?? default, false);
        TransformUnderscores.MergeFrom(outer?.TransformUnderscores ?? default, true);
        SocketLogErrors.MergeFrom(outer?.SocketLogErrors ?? default, true);
        Http10Buffering.MergeFrom(outer?.Http10Buffering ?? default, true);
        CheckClientAbort.MergeFrom(outer?.CheckClientAbort ?? default, false);
        UseDefaultType.MergeFrom(outer?.UseDefaultType ?? default, true);
        SocketKeepAliveTimeoutMs.MergeFrom(outer?.SocketKeepAliveTimeoutMs ?? default, 60_000);
        SocketConnectTimeoutMs.MergeFrom(outer?.SocketConnectTimeoutMs ?? default, 60_000);
        SocketSendTimeoutMs.MergeFrom(outer?.SocketSendTimeoutMs ?? default, 60_000);
        SocketReadTimeoutMs.MergeFrom(outer?.SocketReadTimeoutMs ?? default, 60_000);
        SocketSendLowat.MergeFrom(outer?.SocketSendLowat ?? default, 0);
        SocketBufferSize.MergeFrom(outer?.SocketBufferSize ?? default, 4096);
        SocketPoolSize.MergeFrom(outer?.SocketPoolSize ?? default, 30);
        Tls.MergeFrom(outer?.Tls);
        ServerRewriteBy ??= outer?.ServerRewriteBy;
        RewriteBy ??= outer?.RewriteBy;
        AccessBy ??= outer?.AccessBy;
        PreContentBy ??= outer?.PreContentBy;
        ContentBy ??= outer?.ContentBy;
        HeaderFilterBy ??= outer?.HeaderFilterBy;
        BodyFilterBy ??= outer?.BodyFilterBy;
        LogBy ??= outer?.LogBy;
    }
}
