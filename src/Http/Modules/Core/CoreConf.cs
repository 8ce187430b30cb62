using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Listening;
using Engine.Http.Locations;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Settings of the http block alone.</summary>
public sealed class CoreMainConf : IConf<CoreMainConf>
{
    public static readonly MainSlot<CoreMainConf> Slot = new();

    public void MergeFrom(CoreMainConf? outer, HttpConfiguration configuration)
    {
    }
}

/// <summary>How many buffers of which size: the second limits one line, both together the head.</summary>
public readonly record struct BufferCount(int Count, int Size);

/// <summary>Core settings of http and server.</summary>
public sealed class CoreServerConf : IConf<CoreServerConf>
{
    public static readonly ServerSlot<CoreServerConf> Slot = new();

    public Setting<long> ClientHeaderTimeoutMs;
    public Setting<long> ClientHeaderBufferSize;
    public Setting<BufferCount> LargeClientHeaderBuffers;
    public Setting<long> MaxHeaders;
    public Setting<bool> IgnoreInvalidHeaders;
    public Setting<bool> MergeSlashes;
    public Setting<bool> UnderscoresInHeaders;
    public Setting<long> ConnectionPoolSize;
    public Setting<long> RequestPoolSize;

    internal List<ServerName> Names { get; private set; } = [];

    internal bool HasListen { get; set; }

    /// <summary>Whether the fields of a request are read as another server would read them.</summary>
    internal bool ReadsFieldsLike(CoreServerConf other) =>
        IgnoreInvalidHeaders.Value == other.IgnoreInvalidHeaders.Value
        && UnderscoresInHeaders.Value == other.UnderscoresInHeaders.Value
        && MaxHeaders.Value == other.MaxHeaders.Value
        && LargeClientHeaderBuffers.Value == other.LargeClientHeaderBuffers.Value;

    public void MergeFrom(CoreServerConf? outer, HttpConfiguration configuration)
    {
        ClientHeaderTimeoutMs.MergeFrom(outer?.ClientHeaderTimeoutMs ?? default, 60_000);
        ClientHeaderBufferSize.MergeFrom(outer?.ClientHeaderBufferSize ?? default, 1024);
        LargeClientHeaderBuffers.MergeFrom(outer?.LargeClientHeaderBuffers ?? default, new BufferCount(4, 8192));
        MaxHeaders.MergeFrom(outer?.MaxHeaders ?? default, 1000);
        IgnoreInvalidHeaders.MergeFrom(outer?.IgnoreInvalidHeaders ?? default, true);
        MergeSlashes.MergeFrom(outer?.MergeSlashes ?? default, true);
        UnderscoresInHeaders.MergeFrom(outer?.UnderscoresInHeaders ?? default, false);
        ConnectionPoolSize.MergeFrom(outer?.ConnectionPoolSize ?? default, 512);
        RequestPoolSize.MergeFrom(outer?.RequestPoolSize ?? default, 4096);
        if (LargeClientHeaderBuffers.Value.Size < ConnectionPoolSize.Value)
            throw new ConfException("the \"large_client_header_buffers\" size must be equal to or greater than \"connection_pool_size\"");
    }
}

public enum BodyInFile
{
    Off,
    On,
    Clean,
}

public enum LingeringClose
{
    Off,
    On,
    Always,
}

public enum ServerTokens
{
    Off,
    On,
    Build,
}

public enum IfModifiedSince
{
    Off,
    Exact,
    Before,
}

[Flags]
public enum KeepAliveDisable
{
    None = 1,
    Msie6 = 2,
    Safari = 4,
}

/// <summary><c>error_page</c>: what answers in place of a status.</summary>
/// <param name="Overwrite">The response's status: a number, 0 for that of the answer ("="), -1 for the original one.</param>
/// <param name="Arguments">The query string of the URI, when that is constant.</param>
public sealed record ErrorPage(int Status, int Overwrite, ComplexValue Target, ByteString Arguments);

/// <summary>Core settings of http, server and location.</summary>
public sealed class CoreLocationConf : IConf<CoreLocationConf>
{
    public static readonly LocationSlot<CoreLocationConf> Slot = new();

    public Setting<ComplexValue> Root;
    public Setting<ComplexValue> Alias;
    public Setting<ByteString> DefaultType;
    public Setting<long> TypesHashMaxSize;
    public Setting<long> TypesHashBucketSize;
    public Setting<long> ClientMaxBodySize;
    public Setting<long> ClientBodyBufferSize;
    public Setting<long> ClientBodyTimeoutMs;
    public Setting<TempPath> ClientBodyTempPath;
    public Setting<BodyInFile> ClientBodyInFileOnly;
    public Setting<bool> ClientBodyInSingleBuffer;
    public Setting<bool> Sendfile;
    public Setting<long> SendfileMaxChunk;
    public Setting<BufferCount> OutputBuffers;
    public Setting<long> SubrequestOutputBufferSize;
    public Setting<bool> TcpNopush;
    public Setting<bool> TcpNodelay;
    public Setting<long> SendTimeoutMs;
    public Setting<long> SendLowat;
    public Setting<long> PostponeOutput;
    public Setting<long> KeepAliveTimeMs;
    public Setting<long> KeepAliveTimeoutMs;
    public Setting<long> KeepAliveHeaderSeconds;
    public Setting<long> KeepAliveMinTimeoutMs;
    public Setting<long> KeepAliveRequests;
    public Setting<KeepAliveDisable> KeepAliveDisable;
    public Setting<bool> SatisfyAny;
    public Setting<long> AuthDelayMs;
    public Setting<LingeringClose> LingeringClose;
    public Setting<long> LingeringTimeMs;
    public Setting<long> LingeringTimeoutMs;
    public Setting<bool> ResetTimedoutConnection;
    public Setting<bool> AbsoluteRedirect;
    public Setting<bool> ServerNameInRedirect;
    public Setting<bool> PortInRedirect;
    public Setting<bool> MsiePadding;
    public Setting<bool> MsieRefresh;
    public Setting<bool> LogNotFound;
    public Setting<bool> LogSubrequest;
    public Setting<bool> RecursiveErrorPages;
    public Setting<ServerTokens> ServerTokens;
    public Setting<IfModifiedSince> IfModifiedSince;
    public Setting<long> MaxRanges;
    public Setting<bool> ChunkedTransferEncoding;
    public Setting<bool> ETag;
    public Setting<List<ErrorPage>> ErrorPages;
    public Setting<NameResolver> Resolver;
    public Setting<long> ResolverTimeoutMs;

    internal ErrorLogSetting ErrorLogSetting { get; } = new();

    internal TypesTable? OwnTypes { get; set; }

    /// <summary><c>internal</c>: only redirects and subrequests come here.</summary>
    public bool IsInternal { get; internal set; }

    public ErrorLog ErrorLog { get; private set; } = null!;

    public TypesTable Types { get; private set; } = null!;

    /// <summary><c>sendfile off</c> stands there: somebody has a reason not to trust sendfile(2) with these files.</summary>
    internal bool ReadsFiles { get; private set; }

    /// <summary>Methods that <c>limit_except</c> lets through, and the settings for the others.</summary>
    internal (Parsing.HttpMethod Allowed, Location Others)? LimitExcept { get; set; }

    public void MergeFrom(CoreLocationConf? outer, HttpConfiguration configuration)
    {
        // "alias" and "root" are one setting in two spellings: an inner one of either kind hides the outer one of both.
        if (!Root.IsSet && !Alias.IsSet)
        {
            Alias = outer?.Alias ?? default;
            Root = outer?.Root ?? default;
        }

        DefaultType.MergeFrom(outer?.DefaultType ?? default, TextPlain);
        ErrorLog = ErrorLogSetting.Or(outer?.ErrorLog ?? configuration.Cycle.Log);
        Types = OwnTypes ?? outer?.Types ?? TypesTable.Default;
        Resolver.MergeFrom(outer?.Resolver ?? default, outer is null && !Resolver.IsSet ? NameResolver.OfHostsFile() : null!);
        ResolverTimeoutMs.MergeFrom(outer?.ResolverTimeoutMs ?? default, 30_000);
        MergeRequest(outer);
        MergeFiles(outer, configuration);
        MergeConnection(outer);
        MergeResponse(outer);
    }

    private static readonly ByteString TextPlain = ByteString.Copy("text/plain"u8);

    private void MergeRequest(CoreLocationConf? outer)
    {
        ClientMaxBodySize.MergeFrom(outer?.ClientMaxBodySize ?? default, 1024 * 1024);
        ClientBodyBufferSize.MergeFrom(outer?.ClientBodyBufferSize ?? default, 16 * 1024);
        ClientBodyTimeoutMs.MergeFrom(outer?.ClientBodyTimeoutMs ?? default, 60_000);
        ClientBodyInFileOnly.MergeFrom(outer?.ClientBodyInFileOnly ?? default, BodyInFile.Off);
        ClientBodyInSingleBuffer.MergeFrom(outer?.ClientBodyInSingleBuffer ?? default, false);
        SatisfyAny.MergeFrom(outer?.SatisfyAny ?? default, false);
        AuthDelayMs.MergeFrom(outer?.AuthDelayMs ?? default, 0);
    }

    private void MergeFiles(CoreLocationConf? outer, HttpConfiguration configuration)
    {
        ClientBodyTempPath.MergeFrom(outer?.ClientBodyTempPath ?? default, outer is null ? new TempPath(configuration.Cycle.Environment.FullPath("client_body_temp")) : null!);
        ReadsFiles = Sendfile.IsSet ? !Sendfile.Value : outer?.ReadsFiles ?? false;
        Sendfile.MergeFrom(outer?.Sendfile ?? default, false);
        SendfileMaxChunk.MergeFrom(outer?.SendfileMaxChunk ?? default, 2 * 1024 * 1024);
        OutputBuffers.MergeFrom(outer?.OutputBuffers ?? default, new BufferCount(2, 32 * 1024));
        SubrequestOutputBufferSize.MergeFrom(outer?.SubrequestOutputBufferSize ?? default, 4096);
        TypesHashMaxSize.MergeFrom(outer?.TypesHashMaxSize ?? default, 1024);
        TypesHashBucketSize.MergeFrom(outer?.TypesHashBucketSize ?? default, 64);
        ETag.MergeFrom(outer?.ETag ?? default, true);
        IfModifiedSince.MergeFrom(outer?.IfModifiedSince ?? default, Core.IfModifiedSince.Exact);
        MaxRanges.MergeFrom(outer?.MaxRanges ?? default, long.MaxValue);
        LogNotFound.MergeFrom(outer?.LogNotFound ?? default, true);
    }

    private void MergeConnection(CoreLocationConf? outer)
    {
        TcpNopush.MergeFrom(outer?.TcpNopush ?? default, false);
        TcpNodelay.MergeFrom(outer?.TcpNodelay ?? default, true);
        SendTimeoutMs.MergeFrom(outer?.SendTimeoutMs ?? default, 60_000);
        SendLowat.MergeFrom(outer?.SendLowat ?? default, 0);
        PostponeOutput.MergeFrom(outer?.PostponeOutput ?? default, 1460);
        KeepAliveTimeMs.MergeFrom(outer?.KeepAliveTimeMs ?? default, 3_600_000);
        KeepAliveTimeoutMs.MergeFrom(outer?.KeepAliveTimeoutMs ?? default, 75_000);
        KeepAliveHeaderSeconds.MergeFrom(outer?.KeepAliveHeaderSeconds ?? default, 0);
        KeepAliveMinTimeoutMs.MergeFrom(outer?.KeepAliveMinTimeoutMs ?? default, 0);
        KeepAliveRequests.MergeFrom(outer?.KeepAliveRequests ?? default, 1000);
        KeepAliveDisable.MergeFrom(outer?.KeepAliveDisable ?? default, Core.KeepAliveDisable.Msie6);
        LingeringClose.MergeFrom(outer?.LingeringClose ?? default, Core.LingeringClose.On);
        LingeringTimeMs.MergeFrom(outer?.LingeringTimeMs ?? default, 30_000);
        LingeringTimeoutMs.MergeFrom(outer?.LingeringTimeoutMs ?? default, 5_000);
        ResetTimedoutConnection.MergeFrom(outer?.ResetTimedoutConnection ?? default, false);
    }

    private void MergeResponse(CoreLocationConf? outer)
    {
        AbsoluteRedirect.MergeFrom(outer?.AbsoluteRedirect ?? default, true);
        ServerNameInRedirect.MergeFrom(outer?.ServerNameInRedirect ?? default, false);
        PortInRedirect.MergeFrom(outer?.PortInRedirect ?? default, true);
        MsiePadding.MergeFrom(outer?.MsiePadding ?? default, true);
        MsieRefresh.MergeFrom(outer?.MsieRefresh ?? default, false);
        LogSubrequest.MergeFrom(outer?.LogSubrequest ?? default, false);
        RecursiveErrorPages.MergeFrom(outer?.RecursiveErrorPages ?? default, false);
        ServerTokens.MergeFrom(outer?.ServerTokens ?? default, Core.ServerTokens.On);
        ChunkedTransferEncoding.MergeFrom(outer?.ChunkedTransferEncoding ?? default, true);
        if (!ErrorPages.IsSet && outer is { ErrorPages.IsSet: true })
            ErrorPages.Set(outer.ErrorPages.Value);
    }
}
