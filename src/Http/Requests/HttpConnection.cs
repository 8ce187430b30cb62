using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Http.Conf;
using Engine.Http.Listening;

namespace Engine.Http.Requests;

/// <summary>A client's connection, whatever protocol version it speaks.</summary>
public abstract class HttpConnection(HttpWorker worker, Connection transport) : ILogContext
{
    public HttpWorker Worker => worker;

    public Connection Transport => transport;

    /// <summary>The listen address, in the configuration that the current request uses.</summary>
    internal ListenAddress Address { get; set; } = null!;

    public long Number => transport.Number;

    /// <summary>Requests so far, the current one included.</summary>
    public long RequestCount { get; protected set; }

    /// <summary>When it was accepted, on the loop clock.</summary>
    public long StartMs { get; } = transport.Loop.Clock.NowMs;

    /// <summary>The client's address; other than the transport's when a proxy told it.</summary>
    public SocketAddress Remote { get; set; } = transport.Remote;

    /// <summary>What the PROXY protocol told; null where it is not spoken.</summary>
    public ProxyProtocolHeader? ProxyProtocol { get; protected set; }

    public SocketAddress Local => transport.Local;

    /// <summary>Everything is logged of this connection: <c>debug_connection</c> names its client.</summary>
    public bool IsDebugged { get; } = worker.Current.Cycle.Events.IsDebugged(transport.Remote);

    public virtual bool IsTls => false;

    public virtual bool IsPipelined => false;

    /// <summary>There is nothing more to say on this connection after the current request.</summary>
    public bool MustClose { get; set; }

    /// <summary>The configuration that a new request takes.</summary>
    internal HttpConfiguration Configuration => worker.Current;

    /// <summary>Closes when idle, at once or when the current request is done (graceful shutdown, a reload that dropped the address).</summary>
    internal abstract void CloseWhenIdle();

    internal abstract void Abort();

    /// <summary>The last request began with a configuration of that cycle, or none has begun since the connection was accepted under it.</summary>
    internal abstract bool IsWith(Cycle past);

    /// <summary>Where what concerns the connection and no request is logged.</summary>
    internal ErrorLog LogOf(VirtualServer server) => IsDebugged ? server.Location.Core.ErrorLog.Verbose : server.Location.Core.ErrorLog;

    long ILogContext.ConnectionNumber => Number;

    void ILogContext.AppendTo(ref LogLineBuilder line)
    {
        line.Append(", client: "u8);
        line.Append(Remote.Text);
        line.Append(", server: "u8);
        Span<byte> server = stackalloc byte[128];
        line.Append(server[..Address.Address.Format(server, withPort: true)]);
    }
}
