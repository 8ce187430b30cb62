using Engine.Interop.OpenSsl;

namespace Engine.Tls;

/// <summary>How the server behaves as a client of TLS servers, as the configuration says it.</summary>
public sealed record ClientTlsSettings
{
    public const SslProtocols DefaultProtocols = SslProtocols.Tls1 | SslProtocols.Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13;

    public const string DefaultCiphers = "DEFAULT";

    public SslProtocols Protocols { get; init; } = DefaultProtocols;

    public string Ciphers { get; init; } = DefaultCiphers;

    public int VerifyDepth { get; init; } = 1;

    public string? TrustedCertificate { get; init; }

    public string? RevocationList { get; init; }

    public string? Certificate { get; init; }

    public string? CertificateKey { get; init; }

    /// <summary>Lines of secrets go there.</summary>
    public string? KeyLog { get; init; }

    /// <summary>Other settings by OpenSSL's names.</summary>
    public IReadOnlyList<(string Name, string Value)> Commands { get; init; } = [];

    /// <summary>Makes the context, or says in nginx's words why there is none.</summary>
    public SslContext? Build(out string? failed)
    {
        var context = SslContext.CreateClient(Protocols);
        if (context is null)
        {
            failed = "SSL_CTX_new() failed";
            return null;
        }

        failed = Apply(context);
        if (failed is null)
            return context;
        context.Dispose();
        return null;
    }

    private string? Apply(SslContext context)
    {
        var failed = context.SetCiphers(Ciphers);
        if (failed is null && Certificate is not null)
            failed = context.SetCertificate(Certificate, CertificateKey ?? "");
        if (failed is null && TrustedCertificate is not null)
            failed = context.SetTrusted(TrustedCertificate, VerifyDepth);
        if (failed is null && RevocationList is not null)
            failed = context.SetRevoked(RevocationList);
        foreach (var (name, value) in Commands)
            failed ??= context.Configure(name, value);
        if (KeyLog is not null)
            context.LogKeys(KeyLog);
        return failed;
    }
}
