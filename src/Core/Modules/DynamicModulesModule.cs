using Engine.Core.Conf;

namespace Engine.Core.Modules;

/// <summary>
/// <c>load_module</c>: configurations of distributions name the modules they use. What is built in is there already; nothing else can be loaded.
/// </summary>
public sealed class DynamicModulesModule : CoreModule
{
    /// <summary>The file of a module, and a directive that this server has when the module is built in.</summary>
    private static readonly (string File, string Directive)[] BuiltIn =
    [
        ("ndk_http_module", "content_by_lua_block"),
        ("ngx_http_lua_module", "content_by_lua_block"),
        ("ngx_http_lua_upstream_module", "content_by_lua_block"),
        ("ngx_stream_lua_module", "preread_by_lua_block"),
        ("ngx_http_echo_module", "echo"),
        ("ngx_http_headers_more_filter_module", "more_set_headers"),
        ("ngx_http_memc_module", "memc_pass"),
        ("ngx_http_redis2_module", "redis2_pass"),
        ("ngx_http_set_misc_module", "set_unescape_uri"),
        ("ngx_http_srcache_filter_module", "srcache_fetch"),
        ("ngx_http_brotli_filter_module", "brotli"),
        ("ngx_http_brotli_static_module", "brotli_static"),
        ("ngx_http_js_module", "js_content"),
        ("ngx_http_image_filter_module", "image_filter"),
        ("ngx_http_geoip_module", "geoip_country"),
        ("ngx_http_geoip2_module", "geoip2"),
        ("ngx_http_xslt_filter_module", "xslt_stylesheet"),
        ("ngx_http_perl_module", "perl"),
        ("ngx_mail_module", "mail"),
        ("ngx_stream_module", "stream"),
    ];

    public override string Name => "load_module";

    public override void Register(DirectiveTable table) =>
        table.Add(new Directive("load_module", ConfContext.Main, 1, 1, Load) { Note = "accepted for modules that are built in" });

    private static void Load(DirectiveUse use)
    {
        if (MainScope.CycleOf(use.Scope).Events.IsPresent)
            throw use.Error("\"load_module\" directive is specified too late");
        var file = Path.GetFileNameWithoutExtension(use[0]);
        if (BuiltIn.Any(module => module.File == file && use.IsKnown(module.Directive)))
            return;
        var present = BuiltIn.Where(module => use.IsKnown(module.Directive)).Select(static module => module.File);
        throw use.Error($"module \"{use[0]}\" is not built in, and modules can not be loaded (built in: {string.Join(", ", present)})");
    }
}
