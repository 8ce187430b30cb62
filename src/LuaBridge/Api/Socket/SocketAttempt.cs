using System.Net;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>Makes the connection of a cosocket.</summary>
internal sealed class SocketAttempt(LuaSockets sockets, LuaHost host, SocketPool pool, string peer) : LuaWait
{
    private Connector? connector;
    private bool isCancelled;
    private LuaThread? thread;

    public double Id { get; set; }

    public LuaHost Host => host;

    /// <summary>The connection, when there is one.</summary>
    public SocketLink? Link { get; private set; }

    /// <summary>Why there is none.</summary>
    public string Error { get; private set; } = "";

    /// <summary>True when the outcome is known at once; otherwise the light thread waits for it.</summary>
    public bool Start(LuaThread caller, ReadOnlySpan<byte> name, int port, SocketAddress? local, int timeoutMs)
    {
        var options = new ConnectOptions { TimeoutMs = timeoutMs, Local = local };
        var task = AddressOf(name, port) is { } address ? Connect(address, options) : ResolveThenConnect(SystemText.Decode(name), port, options);
        if (task.IsCompletedSuccessfully)
            return true;
        thread = caller;
        caller.Park(this);
        _ = WakeBehind(task);
        return false;
    }

    public override void OnTimeout(LuaThread thread)
    {
    }

    public override void OnCancelled(LuaThread thread)
    {
        isCancelled = true;
        this.thread = null;
        sockets.Detach(Id);
        connector?.Cancel();
    }

    /// <summary>The address that a name is, without asking anybody; null when it is none.</summary>
    private static SocketAddress? AddressOf(ReadOnlySpan<byte> name, int port)
    {
        if (name.StartsWith("unix:"u8))
            return SocketAddress.Unix(SystemText.Decode(name[5..]));
        if (name is [(byte)'[', .., (byte)']'])
            name = name[1..^1];
        return NumericAddress.TryParse(name, out var number) ? SocketAddress.Of(number, port) : null;
    }

    private async ValueTask<bool> ResolveThenConnect(string name, int port, ConnectOptions options)
    {
        var address = await HelperThreads.Run(static text => Resolve(text), name);
        if (address is null)
            Error = $"{name} could not be resolved (3: Host not found)";
        return address is not null && !isCancelled && await Connect(new SocketAddress(address, port), options);
    }

    private async ValueTask<bool> Connect(SocketAddress address, ConnectOptions options)
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

        connection.SetNoDelay(true);
        Link = new SocketLink(sockets, connection, pool, $"{peer}({Encoding.ASCII.GetString(address.Text)})");
    }

    private void Explain(int errno, SocketAddress address)
    {
        var isTimeout = errno == Errno.ETIMEDOUT;
        Error = isTimeout ? "timeout" : Errno.Text(errno).ToLowerInvariant();
        if (!LuaSockets.ConfOf(host).SocketLogErrors.Value)
            return;
        LuaSockets.Log(host, isTimeout
            ? $"lua tcp socket connect timed out, upstream: {peer}({Encoding.ASCII.GetString(address.Text)})"
            : $"connect() failed ({errno}: {Errno.Text(errno)}), upstream: {peer}({Encoding.ASCII.GetString(address.Text)})");
    }

    private async Task WakeBehind(ValueTask<bool> task)
    {
        await task;
        thread?.Wake(0);
    }

    private static IPAddress? Resolve(string name)
    {
        try
        {
            var all = Dns.GetHostAddresses(name);
            return Array.Find(all, static address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) ?? (all.Length > 0 ? all[0] : null);
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null;
        }
    }
}
