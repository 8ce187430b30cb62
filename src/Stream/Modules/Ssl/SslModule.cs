using Engine.Core.Conf;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Ssl;

/// <summary>The directives of ngx_stream_ssl_module: known, and refused.</summary>
public sealed class SslModule : StreamModule
{
    private const string Names = "ssl_handshake_timeout ssl_certificate ssl_certificate_key ssl_certificate_cache ssl_ech_file ssl_password_file "
        + "ssl_certificate_compression ssl_dhparam ssl_ecdh_curve ssl_protocols ssl_ciphers ssl_verify_client ssl_verify_depth ssl_client_certificate "
        + "ssl_trusted_certificate ssl_prefer_server_ciphers ssl_session_cache ssl_session_tickets ssl_session_ticket_key ssl_session_timeout ssl_crl "
        + "ssl_ocsp ssl_ocsp_responder ssl_ocsp_cache ssl_stapling ssl_stapling_file ssl_stapling_responder ssl_stapling_verify ssl_conf_command "
        + "ssl_reject_handshake ssl_alpn";

    public override string Name => "ssl";

    public override void Register(StreamModuleTable table)
    {
        foreach (var name in Names.Split(' '))
            table.Add(Take.Unsupported(name, ConfContext.Stream | ConfContext.StreamServer, "stream speaks no TLS to clients"));
    }
}
