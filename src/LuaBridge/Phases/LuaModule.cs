using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.LuaBridge.Api.Errlog;
using Engine.LuaBridge.Api.SharedDict;
using Engine.LuaBridge.Api.SocketTls;

namespace Engine.LuaBridge.Phases;

/// <summary>ngx_http_lua_module: Lua code in every phase.</summary>
public sealed class LuaModule : HttpModule
{
    private const ConfContext Anywhere = ConfContext.HttpAnyIf;
    private const ConfContext InLocation = ConfContext.HttpLocation | ConfContext.HttpLocationIf;

    public override string Name => "lua";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(LuaMainConf.Slot);
        table.Slot(LuaLocationConf.Slot);
        table.Slot(LuaRequest.Slot);
        RegisterMain(table);
        RegisterLocation(table);
        RegisterHandlers(table);
        SetBy.Register(table);
    }

    public override void OnLoaded(HttpConfiguration configuration) => LuaMainConf.Slot.Of(configuration).Vms.Prepare();

    public override void OnWorkerStart(HttpConfiguration configuration, Worker worker) => LuaMainConf.Slot.Of(configuration).Vms.Start(worker);

    public override void OnWorkerStop(HttpConfiguration configuration, Worker worker) => LuaMainConf.Slot.Of(configuration).Vms.Stop(worker);

    public override void OnWorkerReleased(HttpConfiguration configuration, Worker worker) => LuaMainConf.Slot.Of(configuration).Vms.Release(worker);

    public override void OnDisposed(HttpConfiguration configuration) => LuaMainConf.Slot.Of(configuration)?.Vms?.Dispose();

    private static void RegisterMain(HttpModuleTable table)
    {
        var slot = LuaMainConf.Slot;
        table.Add(Take.String("lua_package_path", ConfContext.Http, slot, static c => ref c.PackagePath, "LUA_PATH or built-in"));
        table.Add(Take.String("lua_package_cpath", ConfContext.Http, slot, static c => ref c.PackageCPath, "LUA_CPATH or built-in"));
        table.Add(Take.Number("lua_max_running_timers", ConfContext.Http, slot, static c => ref c.MaxRunningTimers, "256"));
        table.Add(Take.Number("lua_max_pending_timers", ConfContext.Http, slot, static c => ref c.MaxPendingTimers, "1024"));
        table.Add(Take.Number("lua_regex_cache_max_entries", ConfContext.Http, slot, static c => ref c.RegexCacheMaxEntries, "1024"));
        table.Add(Take.Number("lua_regex_match_limit", ConfContext.Http, slot, static c => ref c.RegexMatchLimit, "0"));
        table.Add(Take.Number("lua_thread_cache_max_entries", ConfContext.Http, slot, static c => ref c.ThreadCacheMaxEntries, "1024"));
        table.Add(Take.Number("lua_malloc_trim", ConfContext.Http, slot, static c => ref c.MallocTrim, "1000", "checked only: memory of requests is pooled"));
        table.Add(Take.Number("lua_worker_thread_vm_pool_size", ConfContext.Http, slot, static c => ref c.WorkerThreadVms, "10", min: 1));
        table.Add(Take.Custom("lua_load_resty_core", ConfContext.Http, 1, 1, slot, LuaDirectives.SetLoadRestyCore, "on", "checked only, as in OpenResty"));
        table.Add(Take.Flag("lua_strict_phases", ConfContext.Http, slot, static c => ref c.StrictPhases, "on", "not in OpenResty: off lets code wait in every phase"));
        table.Add(Take.Flag("lua_sa_restart", ConfContext.Http, slot, static c => ref c.SaRestart, "on", "checked only: signals are for a thread of their own, and interrupt no code on a worker"));
        table.Add(Take.Flag("rewrite_by_lua_no_postpone", ConfContext.Http, slot, static c => ref c.RewriteNoPostpone, "off"));
        table.Add(Take.Flag("access_by_lua_no_postpone", ConfContext.Http, slot, static c => ref c.AccessNoPostpone, "off"));
        table.Add(Take.Flag("precontent_by_lua_no_postpone", ConfContext.Http, slot, static c => ref c.PreContentNoPostpone, "off"));
        table.Add(Take.Custom("lua_capture_error_log", ConfContext.Http, 1, 1, slot, CaptureErrorLogDirective.Apply));
        table.Add(Take.Custom("lua_shared_dict", ConfContext.Http, 2, 2, slot, static (use, c) => SharedDictDirective.Apply(use, c.SharedDicts)));
        LuaDirectives.Add(table, "init_by_lua", ConfContext.Http, slot, static (conf, code) => conf.InitBy = code, static conf => conf.InitBy);
        LuaDirectives.Add(table, "init_worker_by_lua", ConfContext.Http, slot, static (conf, code) => conf.InitWorkerBy = code, static conf => conf.InitWorkerBy);
        LuaDirectives.Add(table, "exit_worker_by_lua", ConfContext.Http, slot, static (conf, code) => conf.ExitWorkerBy = code, static conf => conf.ExitWorkerBy);
    }

    private static void RegisterLocation(HttpModuleTable table)
    {
        var slot = LuaLocationConf.Slot;
        table.Add(Take.Custom("lua_code_cache", Anywhere, 1, 1, slot, LuaDirectives.SetCodeCache, "on"));
        table.Add(Take.Flag("lua_need_request_body", Anywhere, slot, static c => ref c.NeedRequestBody, "off"));
        table.Add(Take.Flag(
            "lua_reject_truncated",
            ConfContext.Http | ConfContext.HttpServer | ConfContext.HttpLocation,
            slot,
            static c => ref c.RejectTruncated,
            "off",
            "not in OpenResty: on ends a request with 400 where get_uri_args, get_post_args or get_headers of ngx.req would be \"truncated\""));
        table.Add(Take.Flag("lua_transform_underscores_in_response_headers", Anywhere, slot, static c => ref c.TransformUnderscores, "on"));
        table.Add(Take.Flag("lua_socket_log_errors", Anywhere, slot, static c => ref c.SocketLogErrors, "on"));
        table.Add(Take.Flag("lua_http10_buffering", Anywhere, slot, static c => ref c.Http10Buffering, "on"));
        table.Add(Take.Flag("lua_check_client_abort", Anywhere, slot, static c => ref c.CheckClientAbort, "off"));
        table.Add(Take.Flag("lua_use_default_type", Anywhere, slot, static c => ref c.UseDefaultType, "on"));
        table.Add(Take.Milliseconds("lua_socket_keepalive_timeout", Anywhere, slot, static c => ref c.SocketKeepAliveTimeoutMs, "60s"));
        table.Add(Take.Milliseconds("lua_socket_connect_timeout", Anywhere, slot, static c => ref c.SocketConnectTimeoutMs, "60s"));
        table.Add(Take.Milliseconds("lua_socket_send_timeout", Anywhere, slot, static c => ref c.SocketSendTimeoutMs, "60s"));
        table.Add(Take.Milliseconds("lua_socket_read_timeout", Anywhere, slot, static c => ref c.SocketReadTimeoutMs, "60s"));
        table.Add(Take.Size("lua_socket_send_lowat", Anywhere, slot, static c => ref c.SocketSendLowat, "0", "checked only, as in OpenResty on Linux"));
        table.Add(Take.Size("lua_socket_buffer_size", Anywhere, slot, static c => ref c.SocketBufferSize, "4k"));
        table.Add(Take.Number("lua_socket_pool_size", Anywhere, slot, static c => ref c.SocketPoolSize, "30"));
        LuaTlsConf.Register(table);
        LuaDirectives.Add(table, "server_rewrite_by_lua", ConfContext.Http | ConfContext.HttpServer, slot, static (conf, code) => conf.ServerRewriteBy = code, static conf => conf.ServerRewriteBy);
        LuaDirectives.Add(table, "rewrite_by_lua", Anywhere, slot, static (conf, code) => conf.RewriteBy = code, static conf => conf.RewriteBy);
        LuaDirectives.Add(table, "access_by_lua", Anywhere, slot, static (conf, code) => conf.AccessBy = code, static conf => conf.AccessBy);
        LuaDirectives.Add(table, "precontent_by_lua", Anywhere, slot, static (conf, code) => conf.PreContentBy = code, static conf => conf.PreContentBy);
        LuaDirectives.Add(table, "header_filter_by_lua", Anywhere, slot, static (conf, code) => conf.HeaderFilterBy = code, static conf => conf.HeaderFilterBy);
        LuaDirectives.Add(table, "body_filter_by_lua", Anywhere, slot, static (conf, code) => conf.BodyFilterBy = code, static conf => conf.BodyFilterBy);
        LuaDirectives.Add(table, "log_by_lua", Anywhere, slot, static (conf, code) => conf.LogBy = code, static conf => conf.LogBy);
        LuaDirectives.Add(table, "content_by_lua", InLocation, slot, static (conf, code) => conf.ContentBy = code, static conf => conf.ContentBy, static location => location.ContentHandler = ContentBy.Handle);
    }

    private static void RegisterHandlers(HttpModuleTable table)
    {
        var slot = LuaLocationConf.Slot;
        table.Handler(Phase.Rewrite, LuaHandlers.Rewrite, location => slot.Of(location) is { RewriteBy: not null, Main.RewriteNoPostpone.Value: false });
        table.Handler(Phase.Access, LuaHandlers.Access, location => slot.Of(location) is { AccessBy: not null, Main.AccessNoPostpone.Value: false });
        table.Handler(Phase.PreContent, LuaHandlers.PreContent, location => slot.Of(location) is { PreContentBy: not null, Main.PreContentNoPostpone.Value: false });
        table.Handler(Phase.Log, LuaHandlers.Log, location => slot.Of(location).LogBy is not null);
        table.Filter("lua_header_filter", HeaderFilterBy.Filter, location => slot.Of(location).HeaderFilterBy is not null);
        table.Filter("lua_body_filter", BodyFilterBy.Filter, location => slot.Of(location).BodyFilterBy is not null);
    }
}
