using Engine.Core.Buffers;
using Engine.Core.Listening;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Http.Conf;
using Engine.Http.Connections;
using Engine.Http.Listening;
using Engine.Http.OpenFiles;
using Engine.Upstream.Keepalive;

namespace Engine.Http.Requests;

/// <summary>What one worker has of the http server: its connections and the requests it reuses. It outlives reloads.</summary>
public sealed class HttpWorker
{
    /// <summary>Requests kept for reuse; those beyond a burst are left to the collector.</summary>
    private const int MaxSpare = 128;

    private readonly SpareStack<HttpRequest> spareRequests = new();
    private readonly SpareStack<Http1Exchange> spareExchanges = new();
    private readonly HashSet<HttpConnection> connections = [];

    public HttpWorker(Worker worker)
    {
        Worker = worker;
        Counts = worker.IsPrivilegedAgent ? new ConnectionCounts() : ConnectionCounts.Of(worker.Index);
        Files = WorkerFiles.Of(worker);
        KeptConnections = KeepalivePools.Of(worker);
    }

    public Worker Worker { get; }

    public EventLoop Loop => Worker.Loop;

    public ConnectionCounts Counts { get; }

    public WorkerFiles Files { get; }

    /// <summary>Idle connections to upstreams.</summary>
    public KeepalivePools KeptConnections { get; }

    internal HostMemo LastHost { get; } = new();

    /// <summary>The configuration for new requests.</summary>
    public HttpConfiguration Current { get; private set; } = null!;

    public bool IsQuitting => Worker.IsQuitting;

    public IReadOnlyCollection<HttpConnection> Connections => connections;

    /// <summary>Requests under way, subrequests included.</summary>
    public int ActiveRequests { get; private set; }

    internal void TakeConfiguration(HttpConfiguration configuration) => Current = configuration;

    /// <summary>
    /// Connections that have no future close when they are idle: all of them when the worker quits, those of an address that is
    /// not listened on any more after a reload.
    /// </summary>
    internal void CloseUnwanted()
    {
        foreach (var connection in connections.ToArray())
        {
            if (IsQuitting || Current.Listen.Find(connection.Transport) is null)
                connection.CloseWhenIdle();
        }
    }

    /// <summary>Closes the connections that are still with a cycle.</summary>
    internal void CloseThoseWith(Cycle old)
    {
        foreach (var connection in connections.ToArray())
        {
            if (connection.IsWith(old))
                connection.Abort();
        }
    }

    internal void Add(HttpConnection connection)
    {
        connections.Add(connection);
        Worker.Hold();
    }

    internal void Remove(HttpConnection connection)
    {
        if (connections.Remove(connection))
            Worker.Release();
    }

    internal HttpRequest RentRequest()
    {
        ActiveRequests++;
        return spareRequests.TryPop(out var request) ? request : new HttpRequest(this);
    }

    internal void ReturnRequest(HttpRequest request)
    {
        ActiveRequests--;
        var held = request.IsSubrequest ? null : request.Configuration.Cycle;
        request.End();
        held?.Release(Worker);
        if (spareRequests.Count < MaxSpare)
            spareRequests.Push(request);
    }

    internal Http1Exchange RentExchange() => spareExchanges.TryPop(out var exchange) ? exchange : new Http1Exchange();

    internal void ReturnExchange(Http1Exchange exchange)
    {
        exchange.Reset();
        if (spareExchanges.Count < MaxSpare)
            spareExchanges.Push(exchange);
    }
}

/// <summary>Takes the connections that a listening socket accepts on one worker.</summary>
internal sealed class HttpAcceptor(HttpWorker worker, ListenSocket<VirtualServer, ListenAddress> socket) : IConnectionAcceptor
{
    public void OnAccepted(Connection connection)
    {
        var http = new Http1Connection(worker, connection) { Address = socket.AddressFor(connection) };
        worker.Add(http);
        http.Start();
    }
}
