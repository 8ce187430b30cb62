using Engine.Core.Conf;

namespace Engine.Host.Commands;

/// <summary>
/// nginx's configure options that describe this build. Scripts and test suites read them to learn which modules exist, so they follow
/// from the directives that are registered.
/// </summary>
internal static class ConfigureArguments
{
    /// <summary>Modules that nginx builds only when asked to, and a directive that each has.</summary>
    private static readonly (string Module, string Directive)[] Optional =
    [
        ("http_ssl_module", "ssl_certificate"),
        ("http_v2_module", "http2"),
        ("http_v3_module", "http3"),
        ("http_realip_module", "set_real_ip_from"),
        ("http_addition_module", "add_after_body"),
        ("http_sub_module", "sub_filter"),
        ("http_dav_module", "dav_methods"),
        ("http_flv_module", "flv"),
        ("http_mp4_module", "mp4"),
        ("http_gunzip_module", "gunzip"),
        ("http_gzip_static_module", "gzip_static"),
        ("http_auth_request_module", "auth_request"),
        ("http_random_index_module", "random_index"),
        ("http_secure_link_module", "secure_link"),
        ("http_slice_module", "slice"),
        ("http_stub_status_module", "stub_status"),
        ("stream", "stream"),
        ("stream_ssl_preread_module", "ssl_preread"),
        ("mail", "mail"),
    ];

    /// <summary>Modules that every nginx has unless they are left out.</summary>
    private static readonly (string Module, string Directive)[] Standard =
    [
        ("http", "http"),
        ("http-cache", "proxy_cache"),
        ("http_charset_module", "charset"),
        ("http_gzip_module", "gzip"),
        ("http_ssi_module", "ssi"),
        ("http_userid_module", "userid"),
        ("http_access_module", "allow"),
        ("http_auth_basic_module", "auth_basic"),
        ("http_mirror_module", "mirror"),
        ("http_autoindex_module", "autoindex"),
        ("http_geo_module", "geo"),
        ("http_map_module", "map"),
        ("http_split_clients_module", "split_clients"),
        ("http_referer_module", "valid_referers"),
        ("http_rewrite_module", "rewrite"),
        ("http_proxy_module", "proxy_pass"),
        ("http_fastcgi_module", "fastcgi_pass"),
        ("http_uwsgi_module", "uwsgi_pass"),
        ("http_scgi_module", "scgi_pass"),
        ("http_grpc_module", "grpc_pass"),
        ("http_memcached_module", "memcached_pass"),
        ("http_limit_conn_module", "limit_conn"),
        ("http_limit_req_module", "limit_req"),
        ("http_empty_gif_module", "empty_gif"),
        ("http_browser_module", "modern_browser"),
        ("http_upstream_hash_module", "hash"),
        ("http_upstream_ip_hash_module", "ip_hash"),
        ("http_upstream_least_conn_module", "least_conn"),
        ("http_upstream_least_time_module", "least_time"),
        ("http_upstream_random_module", "random"),
        ("http_upstream_keepalive_module", "keepalive"),
        ("http_upstream_zone_module", "zone"),
        ("http_upstream_sticky_module", "sticky"),
        ("mail_pop3_module", "pop3_auth"),
        ("mail_imap_module", "imap_auth"),
        ("mail_smtp_module", "smtp_auth"),
    ];

    /// <summary>The same of <c>--with-stream</c>; the directives are those of the http modules of the same name.</summary>
    private static readonly (string Module, string Directive)[] StandardStream =
    [
        ("stream_access_module", "allow"),
        ("stream_geo_module", "geo"),
        ("stream_limit_conn_module", "limit_conn"),
        ("stream_map_module", "map"),
        ("stream_split_clients_module", "split_clients"),
        ("stream_return_module", "return"),
        ("stream_pass_module", "pass"),
        ("stream_set_module", "set"),
        ("stream_upstream_hash_module", "hash"),
        ("stream_upstream_least_conn_module", "least_conn"),
        ("stream_upstream_least_time_module", "least_time"),
        ("stream_upstream_random_module", "random"),
        ("stream_upstream_zone_module", "zone"),
    ];

    public static IEnumerable<string> Of(DirectiveTable table)
    {
        // The error log has a level debug, and debug_connection.
        yield return "--with-debug";
        foreach (var (module, directive) in Optional)
        {
            if (Has(table, directive, ConfContext.None))
                yield return "--with-" + module;
        }

        foreach (var (module, directive) in Standard)
        {
            if (!Has(table, directive, ConfContext.None))
                yield return "--without-" + module;
        }

        if (!Has(table, "stream", ConfContext.Main))
            yield break;
        foreach (var option in OfStream(table))
            yield return option;
    }

    private static IEnumerable<string> OfStream(DirectiveTable table)
    {
        const ConfContext stream = ConfContext.Stream | ConfContext.StreamServer | ConfContext.StreamUpstream;
        if (Has(table, "ssl_certificate", stream))
            yield return "--with-stream_ssl_module";
        if (Has(table, "set_real_ip_from", stream))
            yield return "--with-stream_realip_module";
        foreach (var (module, directive) in StandardStream)
        {
            if (!Has(table, directive, stream))
                yield return "--without-" + module;
        }
    }

    private static bool Has(DirectiveTable table, string directive, ConfContext anyOf) =>
        table.Find(directive).Any(row => !row.IsRefused && (anyOf == ConfContext.None || (row.Contexts & anyOf) != 0));
}
