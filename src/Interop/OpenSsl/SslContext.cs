using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Interop.OpenSsl;

/// <summary>Versions of the protocol.</summary>
[Flags]
public enum SslProtocols
{
    None = 0,
    Ssl2 = 1,
    Ssl3 = 2,
    Tls1 = 4,
    Tls11 = 8,
    Tls12 = 16,
    Tls13 = 32,
}

/// <summary>
/// What connections have in common (SSL_CTX_new(3)). Built on one thread; then any number may make connections of it. Methods that return text
/// say what went wrong, null when nothing did.
/// </summary>
public sealed unsafe partial class SslContext : IDisposable
{
    internal const string Library = "libssl.so.3";

    private const int SSL_CTRL_MODE = 33;
    private const int SSL_CTRL_SET_SESS_CACHE_MODE = 44;
    private const int SSL_MODE_ENABLE_PARTIAL_WRITE = 1;
    private const int SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER = 2;
    private const int SSL_MODE_RELEASE_BUFFERS = 16;
    private const int SSL_SESS_CACHE_CLIENT = 1;
    private const int SSL_SESS_CACHE_NO_INTERNAL = 0x300;
    private const int SSL_FILETYPE_PEM = 1;
    private const nuint X509_V_FLAG_CRL_CHECK = 4;
    private const nuint X509_V_FLAG_CRL_CHECK_ALL = 8;
    private const uint SSL_CONF_FLAG_FILE = 2;
    private const uint SSL_CONF_FLAG_CLIENT = 4;
    private const uint SSL_CONF_FLAG_SHOW_ERRORS = 16;
    private const uint SSL_CONF_FLAG_CERTIFICATE = 32;

    private static readonly (SslProtocols Protocol, ulong Option)[] Excluding =
    [
        (SslProtocols.Ssl3, 0x02000000),
        (SslProtocols.Tls1, 0x04000000),
        (SslProtocols.Tls11, 0x10000000),
        (SslProtocols.Tls12, 0x08000000),
        (SslProtocols.Tls13, 0x20000000),
    ];

    private void* context;

    private SslContext(void* context) => this.context = context;

    ~SslContext() => SSL_CTX_free(context);

    internal void* Handle => context;

    /// <summary>The SSL_CTX, for code that calls OpenSSL itself.</summary>
    public nint Address => (nint)context;

    /// <summary>A context for connections to servers; null when OpenSSL has no memory for it.</summary>
    public static SslContext? CreateClient(SslProtocols protocols)
    {
        var context = SSL_CTX_new(TLS_client_method());
        if (context == null)
            return null;
        foreach (var (protocol, option) in Excluding)
        {
            if ((protocols & protocol) == 0)
                SSL_CTX_set_options(context, option);
        }

        SSL_CTX_ctrl(context, SSL_CTRL_MODE, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS, null);
        SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL, null);
        SSL_CTX_sess_set_new_cb(context, &Ssl.OnNewSession);
        return new SslContext(context);
    }

    public string? SetCiphers(string ciphers) => Text(ciphers, text => SSL_CTX_set_cipher_list(context, text), $"SSL_CTX_set_cipher_list(\"{ciphers}\") failed");

    /// <summary>The certificate authorities that peers are checked against, and how long their chains may be.</summary>
    public string? SetTrusted(string file, int depth)
    {
        SSL_CTX_set_verify_depth(context, depth);
        return Text(file, text => SSL_CTX_load_verify_locations(context, text, null), $"SSL_CTX_load_verify_locations(\"{file}\") failed");
    }

    /// <summary>Revoked certificates.</summary>
    public string? SetRevoked(string file)
    {
        var store = SSL_CTX_get_cert_store(context);
        var failed = Text(
            file,
            text => LoadRevoked(store, text),
            $"X509_load_crl_file(\"{file}\") failed");
        if (failed is null)
            X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
        return failed;
    }

    /// <summary>What the client shows when the server asks who it is.</summary>
    public string? SetCertificate(string certificateFile, string keyFile)
    {
        return Text(certificateFile, text => SSL_CTX_use_certificate_chain_file(context, text), $"cannot load certificate \"{certificateFile}\":")
            ?? Text(keyFile, text => SSL_CTX_use_PrivateKey_file(context, text, SSL_FILETYPE_PEM), $"cannot load certificate key \"{keyFile}\":");
    }

    /// <summary>Any other setting by its name (SSL_CONF_cmd(3)).</summary>
    public string? Configure(string name, string value)
    {
        var conf = SSL_CONF_CTX_new();
        SSL_CONF_CTX_set_flags(conf, SSL_CONF_FLAG_FILE | SSL_CONF_FLAG_CLIENT | SSL_CONF_FLAG_SHOW_ERRORS | SSL_CONF_FLAG_CERTIFICATE);
        SSL_CONF_CTX_set_ssl_ctx(conf, context);
        OpenSslError.Clear();
        int result;
        fixed (byte* nameText = SystemText.ZeroTerminated(name), valueText = SystemText.ZeroTerminated(value))
            result = SSL_CONF_cmd(conf, nameText, valueText);
        var failed = result > 0 && SSL_CONF_CTX_finish(conf) == 1 ? null : $"SSL_CONF_cmd(\"{name}\", \"{value}\") failed {OpenSslError.Take()}".TrimEnd();
        SSL_CONF_CTX_free(conf);
        return failed;
    }

    /// <summary>Secrets of its connections are appended to a file, so that others can read what is sent (SSL_CTX_set_keylog_callback(3)).</summary>
    public void LogKeys(string file)
    {
        KeyLog = file;
        SSL_CTX_set_keylog_callback(context, &Ssl.OnKey);
    }

    internal string? KeyLog { get; private set; }

    public void Dispose()
    {
        SSL_CTX_free(context);
        context = null;
        GC.SuppressFinalize(this);
    }

    private delegate int TextCall(byte* text);

    private static string? Text(string value, TextCall call, string failed)
    {
        OpenSslError.Clear();
        fixed (byte* text = SystemText.ZeroTerminated(value))
            return call(text) == 1 ? null : $"{failed} {OpenSslError.Take()}".TrimEnd();
    }

    private static int LoadRevoked(void* store, byte* file)
    {
        var lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
        return lookup == null || X509_load_crl_file(lookup, file, SSL_FILETYPE_PEM) <= 0 ? 0 : 1;
    }

    [LibraryImport(Library)]
    private static partial void* TLS_client_method();

    [LibraryImport(Library)]
    private static partial void* SSL_CTX_new(void* method);

    [LibraryImport(Library)]
    private static partial void SSL_CTX_free(void* context);

    [LibraryImport(Library)]
    private static partial ulong SSL_CTX_set_options(void* context, ulong options);

    [LibraryImport(Library)]
    private static partial nint SSL_CTX_ctrl(void* context, int command, nint number, void* pointer);

    [LibraryImport(Library)]
    private static partial void SSL_CTX_sess_set_new_cb(void* context, delegate* unmanaged<void*, void*, int> callback);

    [LibraryImport(Library)]
    private static partial void SSL_CTX_set_keylog_callback(void* context, delegate* unmanaged<void*, byte*, void> callback);

    [LibraryImport(Library)]
    private static partial int SSL_CTX_set_cipher_list(void* context, byte* ciphers);

    [LibraryImport(Library)]
    private static partial void SSL_CTX_set_verify_depth(void* context, int depth);

    [LibraryImport(Library)]
    private static partial int SSL_CTX_load_verify_locations(void* context, byte* file, byte* folder);

    [LibraryImport(Library)]
    private static partial int SSL_CTX_use_certificate_chain_file(void* context, byte* file);

    [LibraryImport(Library)]
    private static partial int SSL_CTX_use_PrivateKey_file(void* context, byte* file, int type);

    [LibraryImport(Library)]
    private static partial void* SSL_CTX_get_cert_store(void* context);

    [LibraryImport(Library)]
    private static partial void* SSL_CONF_CTX_new();

    [LibraryImport(Library)]
    private static partial uint SSL_CONF_CTX_set_flags(void* conf, uint flags);

    [LibraryImport(Library)]
    private static partial void SSL_CONF_CTX_set_ssl_ctx(void* conf, void* context);

    [LibraryImport(Library)]
    private static partial int SSL_CONF_cmd(void* conf, byte* name, byte* value);

    [LibraryImport(Library)]
    private static partial int SSL_CONF_CTX_finish(void* conf);

    [LibraryImport(Library)]
    private static partial void SSL_CONF_CTX_free(void* conf);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial void* X509_STORE_add_lookup(void* store, void* method);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial void* X509_LOOKUP_file();

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int X509_load_crl_file(void* lookup, byte* file, int type);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int X509_STORE_set_flags(void* store, nuint flags);
}
