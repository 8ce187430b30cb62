using Engine.Core.Conf;
using Engine.Core.Modules;

namespace Engine.Host;

/// <summary>Directives of nginx and OpenResty that this server knows and does not have: each says why, and what to do instead.</summary>
internal sealed class RefusedDirectives : CoreModule
{
    private const ConfContext Anywhere = ConfContext.Main | ConfContext.Events | ConfContext.HttpAnyIf | ConfContext.HttpServerIf
        | ConfContext.HttpLimitExcept | ConfContext.HttpUpstream | ConfContext.Stream | ConfContext.StreamServer | ConfContext.StreamUpstream;

    private static readonly (string Reason, string Names)[] Rows =
    [
        ("the event methods here are epoll and sockets",
            "devpoll_changes devpoll_events eventport_events kqueue_changes kqueue_events iocp_threads post_acceptex acceptex_read"),
        ("the profiler of this platform is perf", "google_perftools_profiles"),
        ("the system tells nothing of the kind about this process; limit_conn and limit_req keep load away", "degradation degrade"),
        ("limit_conn and limit_conn_zone took its place in nginx 1.1.8", "limit_zone"),
        ("it needs data bases of GeoIP Legacy, which are not made any more; geo and map read lists of networks",
            "geoip_country geoip_org geoip_city geoip_proxy geoip_proxy_recursive"),
        ("images are not changed here", "image_filter image_filter_jpeg_quality image_filter_webp_quality image_filter_sharpen "
            + "image_filter_transparency image_filter_interlace image_filter_buffer"),
        ("the server is no forward proxy", "tunnel_pass tunnel_bind tunnel_socket_keepalive tunnel_socket_rcvbuf tunnel_socket_sndbuf "
            + "tunnel_connect_timeout tunnel_send_timeout tunnel_send_lowat tunnel_buffer_size tunnel_read_timeout tunnel_next_upstream "
            + "tunnel_next_upstream_tries tunnel_next_upstream_timeout"),
        ("a body is read when something asks for it", "client_body_early_read"),
        ("informational responses of upstreams are not passed on", "early_hints"),
        ("data bases are asked from Lua: resty.mysql, pgmoon", "drizzle_server drizzle_keepalive drizzle_query drizzle_dbname drizzle_pass "
            + "drizzle_connect_timeout drizzle_send_query_timeout drizzle_recv_cols_timeout drizzle_recv_rows_timeout drizzle_module_header "
            + "drizzle_buffer_size drizzle_status postgres_server postgres_keepalive postgres_pass postgres_query postgres_rewrite "
            + "postgres_output postgres_set postgres_escape postgres_connect_timeout postgres_result_timeout"),
        ("rows of data bases become text in Lua: cjson.encode", "rds_json rds_json_root rds_json_success_property rds_json_user_property "
            + "rds_json_errcode_key rds_json_errstr_key rds_json_format rds_json_content_type rds_json_ret rds_json_buffer_size rds_csv "
            + "rds_csv_row_terminator rds_csv_field_separator rds_csv_field_name_header rds_csv_content_type rds_csv_buffer_size"),
        ("Redis is asked from Lua: resty.redis", "redis_pass redis_bind redis_socket_keepalive redis_connect_timeout redis_send_timeout "
            + "redis_buffer_size redis_read_timeout redis_next_upstream redis_next_upstream_tries redis_next_upstream_timeout redis_gzip_flag"),
        ("JSONP is an invitation to foreign scripts; CORS took its place", "xss_get xss_callback_arg xss_input_types xss_check_status "
            + "xss_override_status xss_output_type"),
        ("character sets are converted by charset and charset_map", "set_iconv iconv_buffer_size iconv_filter"),
        ("ngx.req.set_method does it", "override_method"),
        ("server in upstream has max_fails and fail_timeout", "memc_upstream_max_fails memc_upstream_fail_timeout"),
    ];

    public override string Name => "refused";

    public override void Register(DirectiveTable table)
    {
        foreach (var (reason, names) in Rows)
        {
            foreach (var name in names.Split(' '))
                table.Add(Take.Unsupported(name, Anywhere, reason));
        }
    }
}
