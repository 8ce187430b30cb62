using Engine.Interop.OpenSsl;
using Engine.Tls;

namespace Engine.LuaBridge.Api.SocketTls;

/// <summary>A context that is made when the first connection needs it: configurations without TLS never load OpenSSL.</summary>
internal sealed class LazyTlsContext(ClientTlsSettings settings)
{
    private volatile SslContext? context;

    /// <summary>Null, and what is wrong, when it can't be made. Workers may ask at the same time; all get the same.</summary>
    public SslContext? Get(out string? failed)
    {
        failed = null;
        if (context is { } known)
            return known;
        var made = settings.Build(out failed);
        if (made is null)
            return null;
        if (Interlocked.CompareExchange(ref context, made, null) is not { } other)
            return made;
        made.Dispose();
        return other;
    }
}
