using Engine.Core.Listening;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Scripting;
using Engine.Stream.Conf;

namespace Engine.Stream.Connections;

public enum StreamProtocol
{
    Tcp,
    Udp,
}

/// <summary>
/// A client's connection, or the datagrams of one client, on its way through the phases. Objects are reused: nothing may hold one, or bytes of its
/// arena, after the log phase.
/// </summary>
public sealed partial class StreamSession : ScriptContext, IServerSession
{
    private ProxyProtocolHeader? proxyProtocol;

    internal StreamSession(SessionWorker<StreamSession> worker)
    {
        Worker = worker;
        ModuleStates = new object?[StreamSlotCounts.Session];
    }

    public SessionWorker<StreamSession> Worker { get; }

    public override EventLoop Loop => Worker.Loop;

    /// <summary>The configuration the session began with; a reload does not change it.</summary>
    public StreamConfiguration Configuration { get; private set; } = null!;

    public StreamServer Server { get; internal set; } = null!;

    /// <summary>The listen address, in the configuration of the session.</summary>
    internal ListenAddress<StreamServer> ListenAddress { get; private set; } = null!;

    public StreamProtocol Protocol => Connection is null ? StreamProtocol.Udp : StreamProtocol.Tcp;

    /// <summary>The client's connection; null of a UDP session.</summary>
    public Connection? Connection { get; private set; }

    /// <summary>The client's datagrams; null of a TCP session.</summary>
    public DatagramClient? Datagrams { get; private set; }

    /// <summary>The serial of the connection: "*123" in the error log, <c>$connection</c>.</summary>
    public long Number { get; private set; }

    /// <summary>The client's address; other than the connection's when a proxy told it.</summary>
    public SocketAddress Remote { get; set; } = null!;

    public override SocketAddress ClientAddress => Remote;

    public override SocketAddress LocalAddress => Connection?.Local ?? Datagrams!.Local;

    /// <summary>The address that the connection has, whatever a proxy told.</summary>
    public SocketAddress PeerAddress => Connection?.Remote ?? Datagrams!.Remote;

    public override ProxyProtocolHeader? ProxyProtocol => proxyProtocol;

    /// <summary>When it was accepted, milliseconds on the loop clock.</summary>
    public long StartMs { get; private set; }

    /// <summary>What the session ended with, 0 before: <c>$status</c>.</summary>
    public int Status { get; internal set; }

    /// <summary>Bytes that came from the client: whoever reads them counts them.</summary>
    public long BytesReceived { get; set; }

    /// <summary>Bytes that went to the client: whoever writes them counts them.</summary>
    public long BytesSent { get; set; }

    /// <summary>What the client has sent so far; in a handler of the preread phase, and until it returns.</summary>
    public ReadOnlyMemory<byte> Preread { get; internal set; }

    public override ErrorLog Log => IsDebugged ? Server.Core.ErrorLog.Verbose : Server.Core.ErrorLog;

    /// <summary>Everything is logged of the session: <c>debug_connection</c> names its client.</summary>
    internal bool IsDebugged { get; private set; }

    internal object?[] ModuleStates { get; private set; }

    internal void GrowModuleStates()
    {
        var larger = new object?[StreamSlotCounts.Session];
        ModuleStates.CopyTo(larger, 0);
        ModuleStates = larger;
    }
}
