using System.Text;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>Makes the connection of a cosocket: waits for its turn in the pool, looks the name up, connects.</summary>
internal sealed class SocketAttempt : LuaWait
{
    private readonly LuaSockets sockets;
    private readonly string name;
    private readonly int port;
    private readonly ConnectOptions options;
    private Connector? connector;
    private HostLookup? lookup;
    private SocketPool? pool;
    private LuaThread? thread;
    private bool isCancelled;

    public SocketAttempt(LuaSockets sockets, LuaHost host, SocketPool? pool, string name, int port, ConnectOptions options)
    {
        this.sockets = sockets;
        this.pool = pool;
        this.name = name;
        this.port = port;
        this.options = options;
        Host = host;
        QueueNode = new LinkedListNode<SocketAttempt>(this);
    }

    public double Id { get; set; }

    /// <summary>The address, when it is known already.</summary>
    public SocketAddress? Address { get; init; }

    public LuaHost Host { get; }

    /// <summary>The address is known, and the kernel connects.</summary>
    public bool IsConnecting => connector is not null;

    public LinkedListNode<SocketAttempt> QueueNode { get; }

    /// <summary>The connection, when there is one.</summary>
    public SocketLink? Link { get; private set; }

    /// <summary>Why there is none.</summary>
    public string Error { get; private set; } = "";

    private string Peer => port > 0 ? $"{name}:{port}" : name;

    /// <summary>Waits until the pool has a place.</summary>
    public void Wait(LuaThread caller)
    {
        thread = caller;
        caller.Park(this, options.TimeoutMs);
        pool!.Enqueue(this);
    }

    /// <summary>True when the outcome is known at once; otherwise the light thread waits for it.</summary>
    public bool Start(LuaThread caller)
    {
        var task = Run();
        if (task.IsCompletedSuccessfully)
            return true;
        thread = caller;
        caller.Park(this);
        _ = WakeBehind(task);
        return false;
    }

    /// <summary>The pool has a place, and perhaps a connection.</summary>
    public void Resume()
    {
        if (pool!.Take() is { } kept)
        {
            // That connection is counted already.
            pool.Discount();
            pool = null;
            Link = kept;
            End();
            return;
        }

        var task = Run();
        if (task.IsCompletedSuccessfully)
            End();
        else
            _ = WakeBehind(task);
    }

    /// <summary>Of the wait for a place; the connector has its own.</summary>
    public override void OnTimeout(LuaThread thread)
    {
        if (QueueNode.List is null)
            return;
        if (LuaSockets.ConfOf(Host).SocketLogErrors.Value)
            LuaSockets.Log(Host, $"lua tcp socket queued connect timed out, when trying to connect to {Peer}");
        Error = "timeout";
        LeavePool();
        End();
    }

    public override void OnCancelled(LuaThread thread)
    {
        isCancelled = true;
        this.thread = null;
        sockets.Detach(Id);
        LeavePool();
        lookup?.Cancel();
        connector?.Cancel();
    }

    public override void OnUnclaimed(LuaThread thread)
    {
        sockets.Detach(Id);
        Link?.Close();
    }

    private ValueTask<bool> Run() => Address is { } known ? Connect(known) : HostLookup.TryParse(name, port, out var address) ? Connect(address) : LookUpThenConnect();

    private async ValueTask<bool> LookUpThenConnect()
    {
        lookup = new HostLookup(Host, sockets.Loop);
        if (await lookup.Find(name, port) is { } address)
            return !isCancelled && await Connect(address);
        Error = lookup.Error;
        LeavePool();
        return false;
    }

    private async ValueTask<bool> Connect(SocketAddress address)
    {
        connector = sockets.RentConnector();
        var result = await connector.ConnectAsync(address, options);
        sockets.Return(connector);
        connector = null;
        if (result.Connection is { } connection)
            Accept(connection, address);
        else if (!isCancelled)
            Explain(result.Errno, address);
        return Link is not null;
    }

    private void Accept(Connection connection, SocketAddress address)
    {
        if (isCancelled)
        {
            connection.Close();
            return;
        }

        Link = new SocketLink(sockets, connection, pool, name, Describe(address)) { ConnectTimeoutMs = options.TimeoutMs };
        pool = null;
    }

    private void Explain(int errno, SocketAddress address)
    {
        var isTimeout = errno == Errno.ETIMEDOUT;
        Error = isTimeout ? "timeout" : Errno.Text(errno).ToLowerInvariant();
        if (errno == Errno.EADDRNOTAVAIL && options.Local is { } local)
            Log(LogLevel.Crit, $"bind({Encoding.ASCII.GetString(local.Text)}) failed ({errno}: {Errno.Text(errno)})");
        else if (address.IsUnix && !isTimeout)
            Log(errno == Errno.ECONNREFUSED ? LogLevel.Error : LogLevel.Crit, $"connect() to {name} failed ({errno}: {Errno.Text(errno)})");
        else if (LuaSockets.ConfOf(Host).SocketLogErrors.Value)
            Log(LogLevel.Error, isTimeout ? $"lua tcp socket connect timed out, upstream: {Describe(address)}" : $"connect() failed ({errno}: {Errno.Text(errno)})");
        LeavePool();
    }

    private void Log(LogLevel level, string text) => Host.Log.Write(level, Host.LogContext, $"{text}");

    private string Describe(SocketAddress address) => $"{Peer}({Encoding.ASCII.GetString(address.Text)})";

    private void LeavePool()
    {
        var left = pool;
        pool = null;
        if (left is null)
            return;
        if (QueueNode.List is null)
        {
            left.OnLeft();
            return;
        }

        left.Dequeue(this);
        left.Discount();
    }

    private async Task WakeBehind(ValueTask<bool> task)
    {
        await task;
        End();
    }

    private void End()
    {
        var caller = thread;
        thread = null;
        if (caller is not null)
            caller.Wake(0);
        else if (isCancelled)
            Link?.Close();
    }
}
