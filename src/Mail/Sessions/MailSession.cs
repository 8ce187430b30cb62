using Engine.Core.Listening;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Net.Resolver;
using Engine.Mail.Conf;
using Engine.Mail.Modules.AuthHttp;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Protocols;

namespace Engine.Mail.Sessions;

/// <summary>A client's connection, from its greeting over its login to the mail server that it is then connected to. Objects are reused.</summary>
public sealed partial class MailSession : ILogContext, IServerSession
{
    private readonly SessionWorker<MailSession> worker;
    private ListenAddress<MailServer> address = null!;
    private ReadDeadline deadline = null!;
    private MailProtocol? spoken;
    // What a client that has only been greeted does not need.
    private Connector? connector;
    private LoopDelay? delay;
    private ResolverWait? resolving;
    private AuthRequest? authRequest;
    private MailUpstream? upstream;

    internal MailSession(SessionWorker<MailSession> worker) => this.worker = worker;

    /// <summary>The configuration the session began with; a reload does not change it.</summary>
    public MailConfiguration Configuration { get; private set; } = null!;

    public MailServer Server { get; private set; } = null!;

    /// <summary>The client's connection.</summary>
    public Connection Connection { get; private set; } = null!;

    /// <summary>The client's address; other than the connection's when a proxy told it.</summary>
    public SocketAddress Remote { get; internal set; } = null!;

    /// <summary>What the PROXY protocol told; null where it is not spoken.</summary>
    public ProxyProtocolHeader? ProxyProtocol { get; private set; }

    public ErrorLog Log { get; private set; } = null!;

    /// <summary>What fails now fails because of that.</summary>
    internal bool IsAborted { get; private set; }

    internal EventLoop Loop => worker.Loop;

    /// <summary>Connects to the auth server, then to the mail server.</summary>
    internal Connector Connector => connector ??= Loop.CreateConnector();

    internal MailProtocol Protocol => Server.Protocol!;

    internal ClientDialogue Dialogue { get; private set; } = null!;

    internal UpstreamLogin Login { get; private set; } = null!;

    internal Credentials Credentials { get; } = new();

    internal Envelope Envelope { get; } = new();

    /// <summary>Room for what a client sent in base64.</summary>
    internal SessionText Decoded { get; } = new();

    /// <summary>Asks for the client's name.</summary>
    internal ResolverWait Resolving => resolving ??= new ResolverWait(Loop);

    internal AuthRequest AuthRequest => authRequest ??= new AuthRequest(this);

    internal MailUpstream Upstream => upstream ??= new MailUpstream(this);

    internal void Start(Connection connection, MailConfiguration configuration, ListenAddress<MailServer> accepted)
    {
        configuration.Cycle.Hold(worker.Worker);
        Configuration = configuration;
        Connection = connection;
        address = accepted;
        Server = accepted.DefaultServer;
        Remote = connection.Remote;
        Log = configuration.Cycle.Events.IsDebugged(connection.Remote) ? Server.Core.ErrorLog.Verbose : Server.Core.ErrorLog;
        deadline = new ReadDeadline(connection);
        Speak(Protocol);
        _ = Serve();
    }

    /// <summary>A session that is reused for the same protocol keeps what it has for that.</summary>
    private void Speak(MailProtocol protocol)
    {
        if (spoken == protocol)
            return;
        spoken = protocol;
        Dialogue = protocol.CreateDialogue();
        Login = protocol.CreateLogin();
    }

    Cycle IServerSession.Cycle => Configuration.Cycle;

    public void Abort()
    {
        IsAborted = true;
        Connection.Close();
        // The last thing done here: what waits may go on, and end the session, before this returns.
        switch (state)
        {
            case State.Preparation:
                Resolving.Cancel();
                break;
            case State.Authentication:
                AuthRequest.Abort();
                break;
            case State.Delay:
                delay!.End();
                break;
            case State.UpstreamLogin or State.Relay:
                Upstream.Abort();
                break;
        }
    }

    void IServerSession.Clear()
    {
        deadline.Detach();
        deadline = null!;
        Connection = null!;
        ProxyProtocol = null;
        LogAction = null;
        IsAborted = false;
        Dialogue.Reset();
        Credentials.Clear();
        Envelope.Clear();
        Decoded.Clear();
        authRequest?.Clear();
        upstream?.Clear();
    }
}
