using System.Runtime.InteropServices;
using Engine.Interop;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.SocketTls;

/// <summary>TLS of TCP cosockets: tcpsock:sslhandshake.</summary>
internal static unsafe class SocketTlsApi
{
    public static readonly LuaApi Api = new(
        "Api/SocketTls/socket_tls.lua",
        new LuaFunction(
            "int handshake(double *id, const char *name, size_t length, int verify, int status, void *session, void *certificate, void *key, double timeout)",
            (delegate* unmanaged<double*, byte*, nuint, int, int, nint, nint, nint, double, int>)&Handshake),
        new LuaFunction("int handshaken(double *id)", (delegate* unmanaged<double*, int>)&Handshaken),
        new LuaFunction("void *session(double *id)", (delegate* unmanaged<double*, nint>)&Session),
        new LuaFunction("void free_session(void *session)", (delegate* unmanaged<nint, void>)&FreeSession));

    private static LuaSockets All => SocketApi.Of(LuaVm.Current);

    [UnmanagedCallersOnly]
    private static int Handshake(double* id, byte* name, nuint length, int verify, int statusRequest, nint session, nint certificate, nint key, double timeout) =>
        (int)Begin(id, new ReadOnlySpan<byte>(name, (int)length), verify != 0, statusRequest != 0, session, certificate, key, timeout);

    /// <summary>After the wait of a handshake.</summary>
    [UnmanagedCallersOnly]
    private static int Handshaken(double* id) => (int)End(id);

    /// <summary>Unless it is under way, the handshake is over; Already: the connection speaks TLS with the same server.</summary>
    /// <param name="timeoutMs">0: as long as the connect was allowed to take.</param>
    public static SocketStatus Begin(double* id, ReadOnlySpan<byte> name, bool verify, bool wantsStatus, nint session, nint certificate, nint key, double timeoutMs)
    {
        var sockets = All;
        if (id is null || sockets.Find(*id) is not { } target)
            return SocketStatus.Closed;
        var status = SocketApi.Busy(sockets, target);
        if (status != SocketStatus.Ok)
            return status;
        var link = (SocketLink)target;
        if (LuaSockets.ConfOf(link.Host!).Tls.Context(out var failed) is not { } context)
            return SocketApi.Fail(sockets, failed!);
        var identity = new TlsIdentity(context, SystemText.Decode(name), verify, Ssl.LeafOf(certificate));
        if (link.Tls is { } present)
            return present.Serves(identity) ? SocketStatus.Already : SocketStatus.OtherIdentity;
        // What came before TLS was not sent by whom TLS is to speak with.
        status = link.CheckIdle();
        if (status != SocketStatus.Ok)
            return status;
        var ssl = Prepare(link, identity, wantsStatus, session, certificate, key, out failed);
        if (ssl is null)
        {
            link.Close();
            return SocketApi.Fail(sockets, failed);
        }

        var attempt = new TlsAttempt(link, identity);
        var isOver = attempt.Start(sockets.Vm.Running, ssl, SocketApi.Milliseconds(timeoutMs, link.ConnectTimeoutMs));
        link.LastHandshake = attempt;
        return isOver ? Conclude(sockets, link) : SocketStatus.Waiting;
    }

    /// <summary>After the wait of a handshake.</summary>
    public static SocketStatus End(double* id)
    {
        var sockets = All;
        return sockets.Find(*id) is SocketLink link ? Conclude(sockets, link) : SocketStatus.Closed;
    }

    /// <summary>The place of the session, for the caller to free.</summary>
    [UnmanagedCallersOnly]
    private static nint Session(double* id) => All.Find(*id) is SocketLink { Ssl: { } ssl } ? ssl.TakeSession() : 0;

    [UnmanagedCallersOnly]
    private static void FreeSession(nint session) => SslSession.Release(session);

    private static SocketStatus Conclude(LuaSockets sockets, SocketLink link)
    {
        var error = link.LastHandshake?.Error;
        link.LastHandshake = null;
        if (error is null)
            return SocketStatus.Ok;
        link.Close();
        return SocketApi.Fail(sockets, error);
    }

    private static Ssl? Prepare(SocketLink link, TlsIdentity identity, bool wantsStatus, nint session, nint certificate, nint key, out string failed)
    {
        failed = "the event method has no descriptors";
        if (link.Connection.Fd < 0 || Ssl.CreateClient(identity.Context, link.Connection.Fd) is not { } ssl)
            return null;
        failed = certificate == 0 ? "" : ssl.SetCertificate(certificate, key) ?? "";
        if (failed.Length == 0 && session != 0 && !ssl.SetSession(session))
            failed = "lua tcp set session failed";
        if (failed.Length == 0 && identity.ServerName.Length > 0 && !ssl.SetServerName(identity.ServerName))
            failed = "failed to set the server name";
        if (failed.Length > 0)
        {
            ssl.Dispose();
            return null;
        }

        if (wantsStatus)
            ssl.RequestStatus();
        return ssl;
    }
}
