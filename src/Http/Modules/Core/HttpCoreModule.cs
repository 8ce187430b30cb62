using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>ngx_http_core_module: what every server and location has.</summary>
public sealed class HttpCoreModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;
    private const ConfContext HttpAndServer = ConfContext.Http | ConfContext.HttpServer;

    public override string Name => "core";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(CoreMainConf.Slot);
        table.Slot(CoreServerConf.Slot);
        table.Slot(CoreLocationConf.Slot);
        RegisterServer(table);
        RegisterFiles(table);
        RegisterBody(table);
        RegisterConnection(table);
        RegisterResponse(table);
        RequestVariables.Register(table);
        ResponseVariables.Register(table);
        ConnectionVariables.Register(table);
        TcpVariables.Register(table);
        AddressVariables.Register(table);
        ProxyProtocolVariables.Register(table);
        ServerVariables.Register(table);
        table.Variable("server_name", static r => VariableValue.Of(r.Server.Name));
    }

    public override void OnLoaded(HttpConfiguration configuration) => TempDirectories.Declare(configuration);

    private static void RegisterServer(HttpModuleTable table)
    {
        var slot = CoreServerConf.Slot;
        table.Add(Take.Custom("listen", ConfContext.HttpServer, 1, int.MaxValue, slot, ListenDirective.Apply, "*:80 | *:8000"));
        table.Add(Take.Custom("server_name", ConfContext.HttpServer, 1, int.MaxValue, slot, static (use, conf) => ServerNameDirective.Read(use, conf.Names, name => HttpScope.Of(use).Server!.Name = name), "\"\""));
        table.Add(Take.Milliseconds("client_header_timeout", HttpAndServer, slot, static c => ref c.ClientHeaderTimeoutMs, "60s"));
        table.Add(Take.Size("client_header_buffer_size", HttpAndServer, slot, static c => ref c.ClientHeaderBufferSize, "1k"));
        table.Add(Take.Custom("large_client_header_buffers", HttpAndServer, 2, 2, slot, CoreDirectives.SetLargeClientHeaderBuffers, "4 8k"));
        table.Add(Take.Number("max_headers", HttpAndServer, slot, static c => ref c.MaxHeaders, "1000"));
        table.Add(Take.Flag("ignore_invalid_headers", HttpAndServer, slot, static c => ref c.IgnoreInvalidHeaders, "on"));
        table.Add(Take.Flag("merge_slashes", HttpAndServer, slot, static c => ref c.MergeSlashes, "on"));
        table.Add(Take.Flag("underscores_in_headers", HttpAndServer, slot, static c => ref c.UnderscoresInHeaders, "off"));
        const string noPools = "checked only: memory of connections and requests is pooled per worker";
        table.Add(Take.Size("connection_pool_size", HttpAndServer, slot, static c => ref c.ConnectionPoolSize, "512", noPools));
        table.Add(Take.Size("request_pool_size", HttpAndServer, slot, static c => ref c.RequestPoolSize, "4k", noPools));
        const string noHash = "checked only: these tables grow as needed";
        foreach (var (name, fallback) in ((string, string)[])[("variables_hash_max_size", "1024"), ("variables_hash_bucket_size", "64"), ("server_names_hash_max_size", "512"), ("server_names_hash_bucket_size", "32|64|128")])
            table.Add(Take.CheckedNumber(name, ConfContext.Http, fallback, noHash));
    }

    private static void RegisterFiles(HttpModuleTable table)
    {
        var slot = CoreLocationConf.Slot;
        table.Add(Take.Custom("root", Any | ConfContext.HttpLocationIf, 1, 1, slot, CoreDirectives.SetRoot, "html"));
        table.Add(Take.Custom("alias", ConfContext.HttpLocation, 1, 1, slot, CoreDirectives.SetAlias, note: "a location without the last slash (\"/i\" for \"/d/\") does not let \"/i../x\" out of the directory; in nginx it does"));
        table.Add(Take.Block("types", Any, 0, 0, slot, CoreDirectives.ReadTypes, "text/html html; image/gif gif; image/jpeg jpg;"));
        table.Add(Take.Bytes("default_type", Any, slot, static c => ref c.DefaultType, "text/plain"));
        const string noHash = "checked only: the table grows as needed";
        table.Add(Take.Number("types_hash_max_size", Any, slot, static c => ref c.TypesHashMaxSize, "1024", noHash));
        table.Add(Take.Number("types_hash_bucket_size", Any, slot, static c => ref c.TypesHashBucketSize, "64", noHash));
        table.Add(Take.Flag("sendfile", Any | ConfContext.HttpLocationIf, slot, static c => ref c.Sendfile, "off", "where it is not said, files are sent by sendfile(2) as with on when no filter needs their bytes"));
        table.Add(Take.Size("sendfile_max_chunk", Any, slot, static c => ref c.SendfileMaxChunk, "2m"));
        table.Add(HttpTake.Buffers("output_buffers", Any, slot, static c => ref c.OutputBuffers, "2 32k", "read at once with directio; else the number has no effect: one buffer is read and passed on at a time"));
        table.Add(Take.Flag("etag", Any, slot, static c => ref c.ETag, "on"));
        table.Add(Take.Enum("if_modified_since", Any, slot, static c => ref c.IfModifiedSince, [("off", IfModifiedSince.Off), ("exact", IfModifiedSince.Exact), ("before", IfModifiedSince.Before)], "exact"));
        table.Add(Take.Number("max_ranges", Any, slot, static c => ref c.MaxRanges));
        table.Add(Take.Flag("log_not_found", Any, slot, static c => ref c.LogNotFound, "on"));
        table.Add(Take.Custom("internal", ConfContext.HttpLocation, 0, 0, slot, CoreDirectives.SetInternal));
    }

    private static void RegisterBody(HttpModuleTable table)
    {
        var slot = CoreLocationConf.Slot;
        table.Add(Take.Offset("client_max_body_size", Any, slot, static c => ref c.ClientMaxBodySize, "1m"));
        table.Add(Take.Size("client_body_buffer_size", Any, slot, static c => ref c.ClientBodyBufferSize, "16k"));
        table.Add(Take.Milliseconds("client_body_timeout", Any, slot, static c => ref c.ClientBodyTimeoutMs, "60s"));
        table.Add(Take.Custom("client_body_temp_path", Any, 1, 4, slot, static (use, conf) => CoreDirectives.SetTempPath(use, ref conf.ClientBodyTempPath), "client_body_temp"));
        table.Add(Take.Enum("client_body_in_file_only", Any, slot, static c => ref c.ClientBodyInFileOnly, [("off", BodyInFile.Off), ("on", BodyInFile.On), ("clean", BodyInFile.Clean)], "off"));
        table.Add(Take.Flag("client_body_in_single_buffer", Any, slot, static c => ref c.ClientBodyInSingleBuffer, "off", "checked only: a body in memory is always in a single buffer"));
        table.Add(Take.Size("subrequest_output_buffer_size", Any, slot, static c => ref c.SubrequestOutputBufferSize, "4k", "the limit of what the include command of SSI takes into a variable; other output of subrequests kept in memory grows as needed"));
        table.Add(Take.Enum("satisfy", Any, slot, static c => ref c.SatisfyAny, [("all", false), ("any", true)], "all"));
        table.Add(Take.Milliseconds("auth_delay", Any, slot, static c => ref c.AuthDelayMs, "0s"));
        table.Add(Take.Block("limit_except", ConfContext.HttpLocation, 1, int.MaxValue, slot, LimitExceptBlock.Read));
    }

    private static void RegisterConnection(HttpModuleTable table)
    {
        var slot = CoreLocationConf.Slot;
        table.Add(Take.Flag("tcp_nopush", Any, slot, static c => ref c.TcpNopush, "off", "small files are sent together with the head in any case"));
        table.Add(Take.Flag("tcp_nodelay", Any, slot, static c => ref c.TcpNodelay, "on"));
        table.Add(Take.Custom("resolver", Any, 1, int.MaxValue, slot, static (use, conf) => conf.Resolver.Set(ResolverDirective.ReadOnce(use, conf.Resolver.IsSet))));
        table.Add(Take.Milliseconds("resolver_timeout", Any, slot, static c => ref c.ResolverTimeoutMs, "30s"));
        table.Add(Take.Milliseconds("send_timeout", Any, slot, static c => ref c.SendTimeoutMs, "60s"));
        table.Add(Take.Size("send_lowat", Any, slot, static c => ref c.SendLowat, "0", "checked only, as in nginx on Linux"));
        table.Add(Take.Size("postpone_output", Any, slot, static c => ref c.PostponeOutput, "1460"));
        table.Add(Take.Milliseconds("keepalive_time", Any, slot, static c => ref c.KeepAliveTimeMs, "1h"));
        table.Add(Take.Custom("keepalive_timeout", Any, 1, 2, slot, CoreDirectives.SetKeepAliveTimeout, "75s"));
        table.Add(Take.Milliseconds("keepalive_min_timeout", Any, slot, static c => ref c.KeepAliveMinTimeoutMs, "0"));
        table.Add(Take.Number("keepalive_requests", Any, slot, static c => ref c.KeepAliveRequests, "1000"));
        table.Add(Take.Bits(
            "keepalive_disable",
            Any,
            slot,
            static c => ref c.KeepAliveDisable,
            [("none", KeepAliveDisable.None), ("msie6", KeepAliveDisable.Msie6), ("safari", KeepAliveDisable.Safari)],
            static (a, b) => a | b,
            "msie6"));
        table.Add(Take.Enum("lingering_close", Any, slot, static c => ref c.LingeringClose, [("off", LingeringClose.Off), ("on", LingeringClose.On), ("always", LingeringClose.Always)], "on"));
        table.Add(Take.Milliseconds("lingering_time", Any, slot, static c => ref c.LingeringTimeMs, "30s"));
        table.Add(Take.Milliseconds("lingering_timeout", Any, slot, static c => ref c.LingeringTimeoutMs, "5s"));
        table.Add(Take.Flag("reset_timedout_connection", Any, slot, static c => ref c.ResetTimedoutConnection, "off"));
    }

    private static void RegisterResponse(HttpModuleTable table)
    {
        var slot = CoreLocationConf.Slot;
        table.Add(Take.Flag("absolute_redirect", Any, slot, static c => ref c.AbsoluteRedirect, "on"));
        table.Add(Take.Flag("server_name_in_redirect", Any, slot, static c => ref c.ServerNameInRedirect, "off"));
        table.Add(Take.Flag("port_in_redirect", Any, slot, static c => ref c.PortInRedirect, "on"));
        table.Add(Take.Flag("msie_padding", Any, slot, static c => ref c.MsiePadding, "on"));
        table.Add(Take.Flag("msie_refresh", Any, slot, static c => ref c.MsieRefresh, "off"));
        table.Add(Take.Flag("log_subrequest", Any, slot, static c => ref c.LogSubrequest, "off"));
        table.Add(Take.Flag("recursive_error_pages", Any, slot, static c => ref c.RecursiveErrorPages, "off"));
        table.Add(Take.Enum("server_tokens", Any, slot, static c => ref c.ServerTokens, [("off", ServerTokens.Off), ("on", ServerTokens.On), ("build", ServerTokens.Build)], "on"));
        table.Add(Take.Flag("chunked_transfer_encoding", Any, slot, static c => ref c.ChunkedTransferEncoding, "on"));
        table.Add(Take.Custom("error_page", Any | ConfContext.HttpLocationIf, 2, int.MaxValue, slot, ErrorPageDirective.Apply));
        table.Add(Take.Custom("no_error_pages", Any | ConfContext.HttpLocationIf, 0, 0, slot, ErrorPageDirective.Clear));
        table.Add(ErrorLogDirective.Row(Any, slot, static c => c.ErrorLogSetting));
    }
}
