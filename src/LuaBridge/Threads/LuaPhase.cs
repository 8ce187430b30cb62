namespace Engine.LuaBridge.Threads;

/// <summary>The handlers that Lua code runs in, by the bits that OpenResty gives them. Vm/engine.lua knows their names too.</summary>
[Flags]
internal enum LuaPhase : uint
{
    /// <summary>init_by_lua*, which runs for no request.</summary>
    Init = 0,
    Set = 0x00001,
    Rewrite = 0x00002,
    Access = 0x00004,
    Content = 0x00008,
    Log = 0x00010,
    HeaderFilter = 0x00020,
    BodyFilter = 0x00040,
    Timer = 0x00080,
    InitWorker = 0x00100,
    Balancer = 0x00200,
    SslCertificate = 0x00400,
    SslSessionStore = 0x00800,
    SslSessionFetch = 0x01000,
    ExitWorker = 0x02000,
    SslClientHello = 0x04000,
    ServerRewrite = 0x08000,
    ProxySslVerify = 0x10000,
    PreContent = 0x20000,
    ProxySslCertificate = 0x40000,

    /// <summary>Those in which OpenResty lets a handler wait.</summary>
    Yieldable = Rewrite | ServerRewrite | Access | PreContent | Content | Timer | ProxySslCertificate | ProxySslVerify
        | SslClientHello | SslCertificate | SslSessionFetch,
}

internal static class LuaPhases
{
    /// <summary>The name in messages: <c>content_by_lua*</c>.</summary>
    public static string NameOf(LuaPhase phase) => phase switch
    {
        LuaPhase.Init => "init_by_lua*",
        LuaPhase.Set => "set_by_lua*",
        LuaPhase.Rewrite => "rewrite_by_lua*",
        LuaPhase.Access => "access_by_lua*",
        LuaPhase.Content => "content_by_lua*",
        LuaPhase.Log => "log_by_lua*",
        LuaPhase.HeaderFilter => "header_filter_by_lua*",
        LuaPhase.BodyFilter => "body_filter_by_lua*",
        LuaPhase.Timer => "ngx.timer",
        LuaPhase.InitWorker => "init_worker_by_lua*",
        LuaPhase.Balancer => "balancer_by_lua*",
        LuaPhase.SslCertificate => "ssl_certificate_by_lua*",
        LuaPhase.SslSessionStore => "ssl_session_store_by_lua*",
        LuaPhase.SslSessionFetch => "ssl_session_fetch_by_lua*",
        LuaPhase.ExitWorker => "exit_worker_by_lua*",
        LuaPhase.SslClientHello => "ssl_client_hello_by_lua*",
        LuaPhase.ServerRewrite => "server_rewrite_by_lua*",
        LuaPhase.ProxySslVerify => "proxy_ssl_verify_by_lua*",
        LuaPhase.PreContent => "precontent_by_lua*",
        LuaPhase.ProxySslCertificate => "proxy_ssl_certificate_by_lua*",
        _ => "(unknown)",
    };

    public static bool IsYieldable(this LuaPhase phase) => (phase & LuaPhase.Yieldable) != 0;
}
