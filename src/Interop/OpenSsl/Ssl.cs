using System.Runtime.InteropServices;
using Engine.Interop.Libc;

namespace Engine.Interop.OpenSsl;

/// <summary>What an operation of a connection came to.</summary>
public enum SslOutcome
{
    Done,

    /// <summary>The socket has nothing to read, or takes nothing: again at its next event.</summary>
    Again,

    /// <summary>The peer has closed, in an orderly way or not.</summary>
    Closed,

    /// <summary>The system call failed: <see cref="Ssl.Errno"/>.</summary>
    SystemError,

    /// <summary>The peer or we broke the protocol: <see cref="OpenSslError.Take"/>.</summary>
    ProtocolError,
}

/// <summary>TLS over one socket descriptor that does not block (SSL_new(3)). Belongs to one thread.</summary>
public sealed unsafe partial class Ssl : IDisposable
{
    private const int SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
    private const int SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE = 65;
    private const int SSL_ERROR_WANT_READ = 2;
    private const int SSL_ERROR_WANT_WRITE = 3;
    private const int SSL_ERROR_SYSCALL = 5;
    private const int SSL_ERROR_ZERO_RETURN = 6;
    private const int SSL_R_UNEXPECTED_EOF_WHILE_READING = 294;

    private void* ssl;
    private readonly nint sessionPlace = SslSession.Create();

    private readonly SslContext context;

    private Ssl(void* ssl, SslContext context)
    {
        this.ssl = ssl;
        this.context = context;
    }

    /// <summary>The errno behind <see cref="SslOutcome.SystemError"/>.</summary>
    public int Errno { get; private set; }

    /// <summary>The SSL, for code that calls OpenSSL itself while the connection lives.</summary>
    public nint Handle => (nint)ssl;

    public static Ssl? CreateClient(SslContext context, int fd)
    {
        var ssl = SSL_new(context.Handle);
        if (ssl == null)
            return null;
        SSL_set_fd(ssl, fd);
        SSL_set_connect_state(ssl);
        var made = new Ssl(ssl, context);
        SSL_set_ex_data(ssl, 0, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(made, GCHandleType.Weak)));
        return made;
    }

    /// <summary>The name the server is asked for (SNI).</summary>
    public bool SetServerName(string name)
    {
        fixed (byte* text = SystemText.ZeroTerminated(name))
            return SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, 0, text) == 1;
    }

    /// <summary>Asks for the certificate's status (OCSP).</summary>
    public void RequestStatus() => SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE, 1, null);

    /// <summary>Resumes what an earlier connection has left there, if it has left something.</summary>
    public bool SetSession(nint place) => SslSession.Get(place) is not 0 and var session ? SSL_set_session(ssl, session) == 1 : true;

    /// <summary>The client's own certificate of a STACK_OF(X509); 0 of none.</summary>
    public static nint LeafOf(nint chain) => chain != 0 && OPENSSL_sk_num(chain) > 0 ? (nint)OPENSSL_sk_value(chain, 0) : 0;

    /// <param name="chain">A STACK_OF(X509), the client's own certificate first.</param>
    /// <param name="key">An EVP_PKEY.</param>
    /// <returns>What went wrong; null when nothing did.</returns>
    public string? SetCertificate(nint chain, nint key)
    {
        OpenSslError.Clear();
        var count = OPENSSL_sk_num(chain);
        if (count < 1)
            return "invalid client certificate chain";
        if (SSL_use_certificate(ssl, OPENSSL_sk_value(chain, 0)) == 0)
            return $"SSL_use_certificate() failed {OpenSslError.Take()}".TrimEnd();
        for (var i = 1; i < count; i++)
        {
            const int SSL_CTRL_CHAIN_CERT = 89;
            if (SSL_ctrl(ssl, SSL_CTRL_CHAIN_CERT, 1, OPENSSL_sk_value(chain, i)) == 0)
                return $"SSL_add1_chain_cert() failed {OpenSslError.Take()}".TrimEnd();
        }

        return SSL_use_PrivateKey(ssl, key) == 0 ? $"SSL_use_PrivateKey() failed {OpenSslError.Take()}".TrimEnd() : null;
    }

    public SslOutcome Handshake()
    {
        OpenSslError.Clear();
        var result = SSL_do_handshake(ssl);
        return result == 1 ? SslOutcome.Done : Explain(result);
    }

    public SslOutcome Read(Span<byte> buffer, out int count)
    {
        OpenSslError.Clear();
        fixed (byte* start = buffer)
            count = SSL_read(ssl, start, buffer.Length);
        return count > 0 ? SslOutcome.Done : Explain(count);
    }

    public SslOutcome Write(ReadOnlySpan<byte> bytes, out int count)
    {
        OpenSslError.Clear();
        fixed (byte* start = bytes)
            count = SSL_write(ssl, start, bytes.Length);
        return count > 0 ? SslOutcome.Done : Explain(count);
    }

    /// <summary>Says goodbye, without waiting for an answer.</summary>
    public void Shutdown()
    {
        OpenSslError.Clear();
        SSL_shutdown(ssl);
        OpenSslError.Clear();
    }

    /// <summary>How the check of the peer's certificate went; 0 is well.</summary>
    public long VerifyResult => SSL_get_verify_result(ssl);

    public bool HasPeerCertificate
    {
        get
        {
            var certificate = SSL_get1_peer_certificate(ssl);
            X509_free(certificate);
            return certificate != null;
        }
    }

    /// <summary>The peer's certificate is one of that name.</summary>
    public bool IsPeer(string name)
    {
        var certificate = SSL_get1_peer_certificate(ssl);
        if (certificate == null)
            return false;
        var text = SystemText.Encode(name);
        int result;
        fixed (byte* start = text)
            result = X509_check_host(certificate, start, (nuint)text.Length, 0, null);
        X509_free(certificate);
        return result == 1;
    }

    /// <summary>The place of the session that this connection leaves, for the caller to release.</summary>
    public nint TakeSession()
    {
        if (SslSession.Get(sessionPlace) == 0)
            SslSession.Set(sessionPlace, SSL_get1_session(ssl));
        SslSession.Hold(sessionPlace);
        return sessionPlace;
    }

    public void Dispose()
    {
        if (ssl == null)
            return;
        GCHandle.FromIntPtr((nint)SSL_get_ex_data(ssl, 0)).Free();
        SSL_free(ssl);
        ssl = null;
        SslSession.Release(sessionPlace);
    }

    /// <summary>A session that can be resumed; what the callback keeps is its own.</summary>
    [UnmanagedCallersOnly]
    internal static int OnNewSession(void* ssl, void* session)
    {
        if (GCHandle.FromIntPtr((nint)SSL_get_ex_data(ssl, 0)).Target is not Ssl owner)
            return 0;
        SslSession.Set(owner.sessionPlace, (nint)session);
        return 1;
    }

    [UnmanagedCallersOnly]
    internal static void OnKey(void* ssl, byte* line)
    {
        if (GCHandle.FromIntPtr((nint)SSL_get_ex_data(ssl, 0)).Target is not Ssl { context.KeyLog: { } file })
            return;
        var fd = Files.Open(file, Files.O_WRONLY | Files.O_CREAT | Files.O_APPEND, 0x180);
        if (fd < 0)
            return;
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line);
        Span<byte> whole = stackalloc byte[Math.Min(text.Length, 1023) + 1];
        text[..(whole.Length - 1)].CopyTo(whole);
        whole[^1] = (byte)'\n';
        Files.Write(fd, whole);
        Files.Close(fd);
    }

    private SslOutcome Explain(int result)
    {
        var errno = Marshal.GetLastSystemError();
        switch (SSL_get_error(ssl, result))
        {
            case SSL_ERROR_WANT_READ:
            case SSL_ERROR_WANT_WRITE:
                return SslOutcome.Again;
            case SSL_ERROR_ZERO_RETURN:
                return SslOutcome.Closed;
            case SSL_ERROR_SYSCALL:
                Errno = errno;
                return errno == 0 ? SslOutcome.Closed : SslOutcome.SystemError;
            default:
                return (ERR_peek_error() & 0x7FFFFF) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? SslOutcome.Closed : SslOutcome.ProtocolError;
        }
    }

    [LibraryImport(SslContext.Library)]
    private static partial void* SSL_new(void* context);

    [LibraryImport(SslContext.Library)]
    private static partial void SSL_free(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_set_fd(void* ssl, int fd);

    [LibraryImport(SslContext.Library)]
    private static partial void SSL_set_connect_state(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_set_ex_data(void* ssl, int index, void* data);

    [LibraryImport(SslContext.Library)]
    private static partial void* SSL_get_ex_data(void* ssl, int index);

    [LibraryImport(SslContext.Library)]
    private static partial nint SSL_ctrl(void* ssl, int command, nint number, void* pointer);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_set_session(void* ssl, nint session);

    [LibraryImport(SslContext.Library)]
    private static partial nint SSL_get1_session(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_use_certificate(void* ssl, void* certificate);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_use_PrivateKey(void* ssl, nint key);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_do_handshake(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_read(void* ssl, byte* buffer, int length);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_write(void* ssl, byte* bytes, int length);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_shutdown(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial int SSL_get_error(void* ssl, int result);

    [LibraryImport(SslContext.Library)]
    private static partial nint SSL_get_verify_result(void* ssl);

    [LibraryImport(SslContext.Library)]
    private static partial void* SSL_get1_peer_certificate(void* ssl);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial void X509_free(void* certificate);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int X509_check_host(void* certificate, byte* name, nuint length, uint flags, byte** peerName);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial int OPENSSL_sk_num(nint stack);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial void* OPENSSL_sk_value(nint stack, int index);

    [LibraryImport(OpenSslError.Crypto)]
    private static partial nuint ERR_peek_error();
}
