using Engine.Interop.OpenSsl;

namespace Engine.LuaBridge.Api.SocketTls;

/// <summary>
/// With whom a connection speaks TLS, and as whom: only code that wants the same may use it again.
/// </summary>
/// <param name="ServerName">The name that was asked for, and that the certificate was checked against; empty for none.</param>
/// <param name="Certificate">The client's certificate, which the connection keeps alive; 0 for none.</param>
internal sealed record TlsIdentity(SslContext Context, string ServerName, bool IsVerified, nint Certificate)
{
    /// <summary>A verified connection also serves those who do not ask for that.</summary>
    public bool Serves(TlsIdentity wanted) =>
        Context == wanted.Context && ServerName == wanted.ServerName && Certificate == wanted.Certificate && (IsVerified || !wanted.IsVerified);
}
