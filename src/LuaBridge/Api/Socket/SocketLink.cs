using Engine.Core.Net;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Api.SocketTls;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>A connection that a TCP cosocket has made. It stays with the connection while that waits in a pool.</summary>
internal sealed class SocketLink : StreamLink
{
    private readonly string peer;
    private string? suffix;
    private readonly string host;
    private IdleSocket? idle;

    public SocketLink(LuaSockets sockets, Connection connection, SocketPool? pool, string host, string peer) : base(sockets, connection, connection.Input)
    {
        Pool = pool;
        this.host = host;
        this.peer = peer;
    }

    /// <summary>The pool that counts it; null until it is kept, when it was made without one.</summary>
    public SocketPool? Pool { get; set; }

    /// <summary>How often it came out of a pool.</summary>
    public int ReusedTimes { get; set; }

    /// <summary>How long connecting might have taken; a handshake may take as long.</summary>
    public long ConnectTimeoutMs { get; set; }

    public IdleSocket Idle => idle ??= new IdleSocket(this);

    /// <summary>The name that Lua code has connected to.</summary>
    public string HostName => host;

    /// <summary>With whom it speaks TLS; null when it does not.</summary>
    public TlsIdentity? Tls { get; private set; }

    public Ssl? Ssl { get; private set; }

    /// <summary>A handshake is under way.</summary>
    public TlsAttempt? Handshake { get; set; }

    /// <summary>The handshake whose outcome has not been asked for yet.</summary>
    public TlsAttempt? LastHandshake { get; set; }

    public void BeginTls(Ssl ssl, TlsIdentity identity)
    {
        Ssl = ssl;
        Tls = identity;
    }

    public override string LogSuffix => suffix ??= $", upstream: {peer}";

    /// <summary>Whether it can wait in a pool: nothing is under way or left over.</summary>
    public SocketStatus CheckIdle()
    {
        if (IsReadClosed || IsWriteClosed || IsClosed)
            return SocketStatus.Closed;
        if (!Input.TryRead(out var result))
            return Connection.PeerClosed ? SocketStatus.Closed : SocketStatus.Ok;
        var isEmpty = result.Buffer.IsEmpty;
        Input.AdvanceTo(result.Buffer.Start);
        return isEmpty ? SocketStatus.Closed : SocketStatus.Unread;
    }

    protected override void LeaveConnection()
    {
        idle?.Detach();
        Ssl?.Shutdown();
        Connection.Close();
        Ssl?.Dispose();
        var left = Pool;
        Pool = null;
        left?.OnLeft();
    }
}
