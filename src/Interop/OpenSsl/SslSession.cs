using System.Runtime.InteropServices;

namespace Engine.Interop.OpenSsl;

/// <summary>
/// Where the session of a connection is found that a later one can resume: native memory that the connection and Lua code hold. With TLS 1.3
/// the server sends the session after the handshake, when the code has its place already.
/// </summary>
public static unsafe partial class SslSession
{
    private struct Place
    {
        public int Holders;
        public nint Session;
    }

    /// <summary>An empty place with one holder.</summary>
    public static nint Create()
    {
        var place = (Place*)NativeMemory.AllocZeroed((nuint)sizeof(Place));
        place->Holders = 1;
        return (nint)place;
    }

    public static void Hold(nint place) => ((Place*)place)->Holders++;

    public static void Release(nint place)
    {
        var found = (Place*)place;
        if (found == null || --found->Holders > 0)
            return;
        SSL_SESSION_free(found->Session);
        NativeMemory.Free(found);
    }

    /// <summary>The SSL_SESSION, or 0.</summary>
    internal static nint Get(nint place) => ((Place*)place)->Session;

    /// <summary>The place keeps the SSL_SESSION from now on, and drops the one it had.</summary>
    internal static void Set(nint place, nint session)
    {
        SSL_SESSION_free(((Place*)place)->Session);
        ((Place*)place)->Session = session;
    }

    [LibraryImport(SslContext.Library)]
    private static partial void SSL_SESSION_free(nint session);
}
