using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>ngx.socket.tcp, ngx.socket.connect.</summary>
internal static unsafe class SocketApi
{
    public static readonly LuaApi Api = new(
        "Api/Socket/socket.lua",
        new LuaFunction(
            "int connect(double *id, const char *host, size_t length, int port, const char *pool, size_t pool_length, int pool_size, int backlog, const char *from, size_t from_length, double timeout)",
            (delegate* unmanaged<double*, byte*, nuint, int, byte*, nuint, int, int, byte*, nuint, double, int>)&Connect),
        new LuaFunction("int reconnect(double *id, double timeout)", (delegate* unmanaged<double*, double, int>)&Reconnect),
        new LuaFunction("int connected(double *id)", (delegate* unmanaged<double*, int>)&Connected),
        new LuaFunction("int send(double *id, const char *data, size_t length, double timeout)", (delegate* unmanaged<double*, byte*, nuint, double, int>)&Send),
        new LuaFunction("int sent(double *id)", (delegate* unmanaged<double*, int>)&Sent),
        new LuaFunction(
            "int receive(double *id, int kind, double size, const char *pattern, size_t length, int inclusive, double timeout, int *result)",
            (delegate* unmanaged<double*, int, double, byte*, nuint, int, double, int*, int>)&Receive),
        new LuaFunction("int received(double *id, int *result)", (delegate* unmanaged<double*, int*, int>)&Received),
        new LuaFunction("int close(double *id)", (delegate* unmanaged<double*, int>)&Close),
        new LuaFunction("void collect(double *id)", (delegate* unmanaged<double*, void>)&Collect),
        new LuaFunction("int keep(double *id, const char *pool, size_t pool_length, double timeout, double size)", (delegate* unmanaged<double*, byte*, nuint, double, double, int>)&Keep),
        new LuaFunction("int reused(double *id)", (delegate* unmanaged<double*, int>)&Reused),
        new LuaFunction("int option(double *id, int option, int set, int value, int *result)", (delegate* unmanaged<double*, int, int, int, int*, int>)&Option),
        new LuaFunction("int descriptor(double *id)", (delegate* unmanaged<double*, int>)&Descriptor),
        new LuaFunction("int is_address(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&IsAddress),
        new LuaFunction("int failure(void)", (delegate* unmanaged<int>)&Failure))
    {
        CreateState = static vm => new LuaSockets(vm),
    };

    private const int MaxUnixPath = 107;

    private static LuaSockets All => Of(LuaVm.Current);

    public static LuaSockets Of(LuaVm vm) => (LuaSockets)vm.StateOf(Api);

    private static ReadOnlySpan<byte> Span(byte* text, nuint length) => new(text, (int)length);

    /// <summary>Takes a connection of the pool or makes one; the id becomes another.</summary>
    /// <param name="poolSize">0 unless the caller wants a pool of that size.</param>
    /// <param name="backlog">Below zero unless the caller wants connections beyond the size to wait.</param>
    [UnmanagedCallersOnly]
    private static int Connect(double* id, byte* host, nuint length, int port, byte* poolName, nuint poolLength, int poolSize, int backlog, byte* from, nuint fromLength, double timeout)
    {
        var sockets = All;
        var status = Leave(sockets, *id);
        if (status != SocketStatus.Ok)
            return (int)status;
        *id = 0;
        var name = Span(host, length);
        if (name.StartsWith("unix:"u8) && name.Length - 5 > MaxUnixPath)
            return (int)Fail(sockets, $"failed to parse host name \"{SystemText.Decode(name)}\": too long path in the unix domain socket");
        if (name.IsEmpty)
            return (int)Fail(sockets, "failed to parse host name \"\": no host");
        var owner = sockets.Vm.Run!.Host;
        var conf = LuaSockets.ConfOf(owner);
        var pool = sockets.FindPool(Span(poolName, poolLength));
        if (pool?.Take() is { } kept)
        {
            owner.Add(kept);
            kept.Id = *id = sockets.Attach(kept);
            kept.ConnectTimeoutMs = Milliseconds(timeout, conf.SocketConnectTimeoutMs.Value);
            return (int)SocketStatus.Ok;
        }

        // The last connection may have been closed just now, and the pool with it.
        pool = sockets.FindPool(Span(poolName, poolLength));
        if (pool is null && (poolSize > 0 || backlog >= 0))
            pool = sockets.MakePool(Span(poolName, poolLength), poolSize > 0 ? poolSize : (int)conf.SocketPoolSize.Value, backlog);
        var hasToWait = false;
        if (pool is not null && !pool.TryEnter(out hasToWait))
            return (int)Fail(sockets, "too many waiting connect operations");
        var local = from is not null && NumericAddress.TryParse(Span(from, fromLength), out var number) ? SocketAddress.Of(number, 0) : null;
        var options = new ConnectOptions { TimeoutMs = Milliseconds(timeout, conf.SocketConnectTimeoutMs.Value), Local = local };
        var attempt = new SocketAttempt(sockets, owner, pool, SystemText.Decode(name), port, options);
        attempt.Id = *id = sockets.Attach(attempt);
        if (!hasToWait)
            return attempt.Start(sockets.Vm.Running) ? Conclude(sockets, attempt, id) : (int)SocketStatus.Waiting;
        attempt.Wait(sockets.Vm.Running);
        return (int)SocketStatus.Waiting;
    }

    /// <summary>Puts a new connection to the same address in the place of one that is of no use.</summary>
    [UnmanagedCallersOnly]
    private static int Reconnect(double* id, double timeout)
    {
        var sockets = All;
        if (sockets.Find(*id) is not SocketLink link)
            return (int)SocketStatus.Closed;
        var owner = link.Host!;
        var address = link.Connection.Remote;
        var options = new ConnectOptions { TimeoutMs = Milliseconds(timeout, LuaSockets.ConfOf(owner).SocketConnectTimeoutMs.Value) };
        link.Close();
        var attempt = new SocketAttempt(sockets, owner, null, link.HostName, address.Port, options) { Address = address };
        attempt.Id = *id = sockets.Attach(attempt);
        return attempt.Start(sockets.Vm.Running) ? Conclude(sockets, attempt, id) : (int)SocketStatus.Waiting;
    }

    /// <summary>After the wait of a connect.</summary>
    [UnmanagedCallersOnly]
    private static int Connected(double* id)
    {
        var sockets = All;
        return sockets.Find(*id) is SocketAttempt attempt ? Conclude(sockets, attempt, id) : (int)SocketStatus.Closed;
    }

    [UnmanagedCallersOnly]
    private static int Send(double* id, byte* data, nuint length, double timeout)
    {
        var sockets = All;
        var status = Find(sockets, *id, out var link);
        var host = sockets.Vm.Run!.Host;
        if (status == SocketStatus.Ok)
            status = link!.Send(sockets.Vm.Running, Span(data, length), Milliseconds(timeout, LuaSockets.ConfOf(host).SocketSendTimeoutMs.Value));
        else if (status == SocketStatus.Closed)
            LuaSockets.LogClosed(host, "send", *id);
        return (int)status;
    }

    /// <summary>After the wait of a send.</summary>
    [UnmanagedCallersOnly]
    private static int Sent(double* id) => All.Find(*id) is StreamLink link ? (int)link.EndSend() : (int)SocketStatus.Closed;

    /// <summary>What was read is in the scratch buffer; the result is its length (-1: nothing can be read) and whether the pattern was reached.</summary>
    [UnmanagedCallersOnly]
    private static int Receive(double* id, int kind, double size, byte* pattern, nuint length, int inclusive, double timeout, int* result)
    {
        (result[0], result[1]) = (-1, 0);
        var sockets = All;
        var status = Find(sockets, *id, out var link);
        var host = sockets.Vm.Run!.Host;
        if (status == SocketStatus.Closed)
            LuaSockets.LogClosed(host, "receive", *id);
        if (status != SocketStatus.Ok)
            return (int)status;
        var timeoutMs = Milliseconds(timeout, LuaSockets.ConfOf(host).SocketReadTimeoutMs.Value);
        status = link!.Receive(sockets.Vm.Running, (ReadKind)kind, (int)Math.Min(size, int.MaxValue), Span(pattern, length), inclusive != 0, timeoutMs);
        return (int)(status is SocketStatus.Waiting or SocketStatus.BusyReading ? status : Fetch(sockets, link, result, status));
    }

    /// <summary>After the wait of a receive.</summary>
    [UnmanagedCallersOnly]
    private static int Received(double* id, int* result)
    {
        (result[0], result[1]) = (-1, 0);
        var sockets = All;
        return sockets.Find(*id) is StreamLink link ? (int)Fetch(sockets, link, result, SocketStatus.Ok) : (int)SocketStatus.Closed;
    }

    [UnmanagedCallersOnly]
    private static int Close(double* id)
    {
        var sockets = All;
        if (sockets.Find(*id) is not { } target)
            return (int)SocketStatus.Closed;
        var status = Busy(sockets, target);
        if (status != SocketStatus.Ok)
            return (int)status;
        var link = (SocketLink)target;
        var wasOpen = link.IsOpen;
        link.Close();
        return (int)(wasOpen ? SocketStatus.Ok : SocketStatus.Closed);
    }

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly]
    private static void Collect(double* id)
    {
        var sockets = All;
        var target = sockets.Find(*id);
        (target as StreamLink)?.Close();
        if (target == LuaSockets.Abandoned)
            sockets.Detach(*id);
    }

    /// <summary>Into the pool; negative arguments stand for those of the configuration.</summary>
    [UnmanagedCallersOnly]
    private static int Keep(double* id, byte* poolName, nuint poolLength, double timeout, double size)
    {
        var sockets = All;
        if (sockets.Find(*id) is not { } target || target is StreamLink { IsOpen: false })
            return (int)SocketStatus.Closed;
        var status = Busy(sockets, target);
        if (status != SocketStatus.Ok)
            return (int)status;
        var link = (SocketLink)target;
        status = link.CheckIdle();
        if (status != SocketStatus.Ok)
        {
            if (status == SocketStatus.Closed)
                link.Close();
            return (int)status;
        }

        var host = link.Host!;
        if (sockets.Vm.IsExiting)
        {
            link.Close();
            return (int)SocketStatus.Ok;
        }

        var conf = LuaSockets.ConfOf(host);
        var name = Span(poolName, poolLength);
        var pool = sockets.FindPool(name) ?? sockets.MakePool(name, (int)(size > 0 ? size : conf.SocketPoolSize.Value), -1);
        pool.Adopt(link);
        host.Remove(link);
        sockets.Forget(link);
        pool.Put(link, timeout < 0 ? conf.SocketKeepAliveTimeoutMs.Value : (long)timeout);
        return (int)SocketStatus.Ok;
    }

    /// <summary>Below zero when there is no connection. What a subrequest has left is not his who asks, which those say that are called next.</summary>
    [UnmanagedCallersOnly]
    private static int Reused(double* id) => All.Find(*id) switch
    {
        SocketLink { IsOpen: true } link => link.ReusedTimes,
        SocketAttempt { IsConnecting: true } => 0,
        var target => target == LuaSockets.Abandoned ? 0 : -1,
    };

    [UnmanagedCallersOnly]
    private static int Option(double* id, int option, int set, int value, int* result)
    {
        var sockets = All;
        if (sockets.Find(*id) is not StreamLink { IsOpen: true } link || link.Connection.Fd < 0)
            return (int)SocketStatus.Closed;
        var (level, name) = option switch
        {
            0 => (Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE),
            1 => (Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR),
            2 => (Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY),
            3 => (Sockets.SOL_SOCKET, Sockets.SO_SNDBUF),
            _ => (Sockets.SOL_SOCKET, Sockets.SO_RCVBUF),
        };
        link.HasOwnDelay |= set != 0 && name == Sockets.TCP_NODELAY && level == Sockets.IPPROTO_TCP;
        var outcome = set != 0 ? Sockets.SetOption(link.Connection.Fd, level, name, value) : Sockets.GetOption(link.Connection.Fd, level, name, out *result);
        if (outcome >= 0)
            return (int)SocketStatus.Ok;
        sockets.LastError = Errno.Text(-outcome);
        return (int)SocketStatus.Failed;
    }

    [UnmanagedCallersOnly]
    private static int Descriptor(double* id) => All.Find(*id) is StreamLink { IsOpen: true } link ? link.Connection.Fd : -1;

    [UnmanagedCallersOnly]
    private static int IsAddress(byte* text, nuint length) => NumericAddress.TryParse(Span(text, length), out _) ? 1 : 0;

    /// <summary>The length of the text behind <see cref="SocketStatus.Failed"/>, in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Failure()
    {
        var sockets = All;
        var text = sockets.LastError;
        return Encoding.UTF8.GetBytes(text, sockets.Vm.Scratch.Take(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }

    /// <summary>A connection that was there is closed before another is made.</summary>
    private static SocketStatus Leave(LuaSockets sockets, double id)
    {
        if (sockets.Find(id) is not { } target)
            return SocketStatus.Ok;
        var status = target is SocketAttempt { Host: var host } && host == sockets.Vm.Run?.Host ? SocketStatus.BusyConnecting : Busy(sockets, target);
        if (status == SocketStatus.Ok)
            ((SocketLink)target).Close();
        return status;
    }

    internal static SocketStatus Busy(LuaSockets sockets, object target)
    {
        var host = sockets.Vm.Run?.Host;
        return target switch
        {
            SocketAttempt attempt when attempt.Host != host => SocketStatus.BadRequest,
            SocketAttempt attempt => attempt.IsConnecting ? SocketStatus.BusyConnecting : SocketStatus.Closed,
            SocketLink { Handshake: not null } link => link.Host == host ? SocketStatus.BusyConnecting : SocketStatus.BadRequest,
            StreamLink link => link.Check(host),
            _ => target == LuaSockets.Abandoned ? SocketStatus.BadRequest : SocketStatus.Closed,
        };
    }

    private static SocketStatus Find(LuaSockets sockets, double id, out StreamLink? link)
    {
        var target = sockets.Find(id);
        link = target as StreamLink;
        if (link is null or SocketLink { Handshake: not null })
            return target is null ? SocketStatus.Closed : Busy(sockets, target);
        return link.Host == sockets.Vm.Run?.Host ? SocketStatus.Ok : SocketStatus.BadRequest;
    }

    private static SocketStatus Fetch(LuaSockets sockets, StreamLink link, int* result, SocketStatus immediate)
    {
        if (immediate == SocketStatus.Closed && !link.HasResult)
            return immediate;
        var status = link.EndReceive(sockets.Vm.Scratch, out var length, out var matched);
        result[0] = length;
        result[1] = matched ? 1 : 0;
        return status;
    }

    private static int Conclude(LuaSockets sockets, SocketAttempt attempt, double* id)
    {
        if (attempt.Link is { } link)
        {
            sockets.Replace(*id, link);
            attempt.Host.Add(link);
            return (int)SocketStatus.Ok;
        }

        sockets.Detach(*id);
        *id = 0;
        return (int)Fail(sockets, attempt.Error);
    }

    internal static SocketStatus Fail(LuaSockets sockets, string error)
    {
        sockets.LastError = error;
        return SocketStatus.Failed;
    }

    internal static int Milliseconds(double timeout, long otherwise) => (int)Math.Min(timeout > 0 ? timeout : otherwise, int.MaxValue);
}
