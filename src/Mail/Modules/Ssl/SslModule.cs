using Engine.Core.Conf;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Ssl;

/// <summary>The directives of ngx_mail_ssl_module: known, and refused.</summary>
public sealed class SslModule : MailModule
{
    private const string Reason = "there is no TLS with clients of mail";

    private static readonly string[] Names =
    [
        "starttls", "ssl_certificate", "ssl_certificate_key", "ssl_password_file", "ssl_certificate_compression", "ssl_dhparam", "ssl_ecdh_curve",
        "ssl_protocols", "ssl_ciphers", "ssl_prefer_server_ciphers", "ssl_session_cache", "ssl_session_tickets", "ssl_session_ticket_key",
        "ssl_session_timeout", "ssl_verify_client", "ssl_verify_depth", "ssl_client_certificate", "ssl_trusted_certificate", "ssl_crl",
        "ssl_conf_command", "auth_http_pass_client_cert",
    ];

    public override string Name => "ssl";

    public override void Register(MailModuleTable table)
    {
        foreach (var name in Names)
            table.Add(Take.Unsupported(name, MailModuleTable.MailAndServer, Reason));
    }
}
