using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Phases;
using Engine.Tls;

namespace Engine.LuaBridge.Api.SocketTls;

/// <summary>The lua_ssl_* directives of a location: how cosockets that speak TLS behave.</summary>
internal sealed class LuaTlsConf
{
    public Setting<SslProtocols> Protocols;
    public Setting<string> Ciphers;
    public Setting<long> VerifyDepth;
    public Setting<string> TrustedCertificate;
    public Setting<string> RevocationList;
    public Setting<string> Certificate;
    public Setting<string> CertificateKey;
    public Setting<string> KeyLog;

    private const ConfContext Anywhere = ConfContext.Http | ConfContext.HttpServer | ConfContext.HttpLocation;

    private static readonly (string Word, SslProtocols Value)[] ProtocolWords =
    [
        ("SSLv2", SslProtocols.Ssl2),
        ("SSLv3", SslProtocols.Ssl3),
        ("TLSv1", SslProtocols.Tls1),
        ("TLSv1.1", SslProtocols.Tls11),
        ("TLSv1.2", SslProtocols.Tls12),
        ("TLSv1.3", SslProtocols.Tls13),
    ];

    private List<(string Name, string Value)>? commands;
    private LazyTlsContext context = null!;

    /// <summary>What connections are made of; null, and what is wrong, when OpenSSL does not give it.</summary>
    public SslContext? Context(out string? failed) => context.Get(out failed);

    public static void Register(HttpModuleTable table)
    {
        var slot = LuaLocationConf.Slot;
        table.Add(Take.Bits("lua_ssl_protocols", Anywhere, slot, static c => ref c.Tls.Protocols, ProtocolWords, static (a, b) => a | b, "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3"));
        table.Add(Take.String("lua_ssl_ciphers", Anywhere, slot, static c => ref c.Tls.Ciphers, ClientTlsSettings.DefaultCiphers));
        table.Add(Take.Number("lua_ssl_verify_depth", Anywhere, slot, static c => ref c.Tls.VerifyDepth, "1"));
        table.Add(Path("lua_ssl_trusted_certificate", static c => ref c.Tls.TrustedCertificate));
        table.Add(Path("lua_ssl_crl", static c => ref c.Tls.RevocationList));
        table.Add(Path("lua_ssl_certificate", static c => ref c.Tls.Certificate));
        table.Add(Path("lua_ssl_certificate_key", static c => ref c.Tls.CertificateKey));
        table.Add(Path("lua_ssl_key_log", static c => ref c.Tls.KeyLog));
        table.Add(Take.Custom("lua_ssl_conf_command", Anywhere, 2, 2, slot, static (use, c) => (c.Tls.commands ??= []).Add((use[0], use[1]))));
    }

    /// <exception cref="ConfException">A file can't be used.</exception>
    public void MergeFrom(LuaTlsConf? outer)
    {
        var isOwn = IsAnySet;
        Protocols.MergeFrom(outer?.Protocols ?? default, ClientTlsSettings.DefaultProtocols);
        Ciphers.MergeFrom(outer?.Ciphers ?? default, ClientTlsSettings.DefaultCiphers);
        VerifyDepth.MergeFrom(outer?.VerifyDepth ?? default, 1);
        TrustedCertificate.MergeFrom(outer?.TrustedCertificate ?? default, "");
        RevocationList.MergeFrom(outer?.RevocationList ?? default, "");
        Certificate.MergeFrom(outer?.Certificate ?? default, "");
        CertificateKey.MergeFrom(outer?.CertificateKey ?? default, "");
        KeyLog.MergeFrom(outer?.KeyLog ?? default, "");
        commands ??= outer?.commands;
        if (!isOwn && outer is not null)
        {
            context = outer.context;
            return;
        }

        if (Certificate.Value.Length > 0 && CertificateKey.Value.Length == 0)
            throw new ConfException("no \"lua_ssl_certificate_key\" is defined for certificate \"" + Certificate.Value + "\"");
        context = new LazyTlsContext(Settings());
        if (isOwn && context.Get(out var failed) is null)
            throw new ConfException(failed!);
    }

    private bool IsAnySet => Protocols.IsSet || Ciphers.IsSet || VerifyDepth.IsSet || TrustedCertificate.IsSet || RevocationList.IsSet || Certificate.IsSet
        || CertificateKey.IsSet || KeyLog.IsSet || commands is not null;

    private static Directive Path(string name, SettingOf<LuaLocationConf, string> setting) =>
        Take.One(name, Anywhere, LuaLocationConf.Slot, setting, "", "", static (use, text) => text.Length == 0 ? "" : use.FullPath(text, confPrefix: true));

    private ClientTlsSettings Settings() => new()
    {
        Protocols = Protocols.Value,
        Ciphers = Ciphers.Value,
        VerifyDepth = (int)VerifyDepth.Value,
        TrustedCertificate = NullIfEmpty(TrustedCertificate.Value),
        RevocationList = NullIfEmpty(RevocationList.Value),
        Certificate = NullIfEmpty(Certificate.Value),
        CertificateKey = NullIfEmpty(CertificateKey.Value),
        KeyLog = NullIfEmpty(KeyLog.Value),
        Commands = commands ?? [],
    };

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
