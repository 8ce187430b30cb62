using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Net;
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
            "int connect(double *id, const char *host, size_t length, int port, const char *pool, size_t pool_length, int pool_size, const char *from, size_t from_length, double timeout)",
            (delegate* unmanaged<double*, byte*, nuint, int, byte*, nuint, int, byte*, nuint, double, int>)&Connect),
        new LuaFunction("int connected(double *id)", (delegate* unmanaged<double*, int>)&Connected),
        new LuaFunction("int send(double *id, const char *data, size_t length, double timeout)", (delegate* unmanaged<double*, byte*, nuint, double, int>)&Send),
        new LuaFunction("int sent(double *id)", (delegate* unmanaged<double*, int>)&Sent),
        new LuaFunction(
            "int receive(double *id, int kind, double size, const char *pattern, size_t length, int inclusive, double timeout, int *result)",
            (delegate* unmanaged<double*, int, double, byte*, nuint, int, double, int*, int>)&Receive),
        new LuaFunction("int received(double *id, int *result)", (delegate* unmanaged<double*, int*, int>)&Received),
        new LuaFunction("int close(double *id)", (delegate* unmanaged<double*, int>)&Close),
        new LuaFunction("void collect(double *id)", (delegate* unmanaged<double*, void>)&Collect),
        new LuaFunction("int keep(double *id, double timeout, double size)", (delegate* unmanaged<double*, double, double, int>)&Keep),
        new LuaFunction("int reused(double *id)", (delegate* unmanaged<double*, int>)&Reused),
        new LuaFunction("int option(double *id, int option, int set, int value, int *result)", (delegate* unmanaged<double*, int, int, int, int*, int>)&Option),
        new LuaFunction("int descriptor(double *id)", (delegate* unmanaged<double*, int>)&Descriptor),
        new LuaFunction("int is_address(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, int>)&IsAddress),
        new LuaFunction("int failure(void)", (delegate* unmanaged<int>)&Failure))
    {
        CreateState = static vm => new LuaSockets(vm),
    };

    private const int MaxUnixPath = 107;

    private static LuaSockets All => (LuaSockets)LuaVm.Current.StateOf(Api);

    private static ReadOnlySpan<byte> Span(byte* text, nuint length) => new(text, (int)length);

    /// <summary>Takes a connection of the pool or makes one; the id becomes another.</summary>
    [UnmanagedCallersOnly]
    private static int Connect(double* id, byte* host, nuint length, int port, byte* poolName, nuint poolLength, int poolSize, byte* from, nuint fromLength, double timeout)
    {
        var sockets = All;
        var vm = sockets.Vm;
        var status = Leave(sockets, *id);
        if (status != SocketStatus.Ok)
            return (int)status;
        *id = 0;
        var name = Span(host, length);
        if (name.StartsWith("unix:"u8) && name.Length - 5 > MaxUnixPath)
            return Fail(sockets, "too long path in the unix domain socket");
        var owner = vm.Run!.Host;
        var conf = LuaSockets.ConfOf(owner);
        var pool = sockets.PoolOf(Span(poolName, poolLength));
        if (pool.Size == 0)
            pool.Size = poolSize;
        if (pool.Take() is { } kept)
        {
            owner.Add(kept);
            kept.Id = *id = sockets.Attach(kept);
            return (int)SocketStatus.Ok;
        }

        var peer = Encoding.UTF8.GetString(name);
        var attempt = new SocketAttempt(sockets, owner, pool, port > 0 ? string.Create(CultureInfo.InvariantCulture, $"{peer}:{port}") : peer);
        attempt.Id = *id = sockets.Attach(attempt);
        var local = from is not null && NumericAddress.TryParse(Span(from, fromLength), out var number) ? SocketAddress.Of(number, 0) : null;
        return attempt.Start(vm.Running, name, port, local, Milliseconds(timeout, conf.SocketConnectTimeoutMs.Value))
            ? Conclude(sockets, attempt, id)
            : (int)SocketStatus.Waiting;
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
        else if (status == SocketStatus.Closed && LuaSockets.ConfOf(host).SocketLogErrors.Value)
            LuaSockets.Log(host, "attempt to send data on a closed socket");
        return (int)status;
    }

    /// <summary>After the wait of a send.</summary>
    [UnmanagedCallersOnly]
    private static int Sent(double* id) => All.Find(*id) is SocketLink link ? (int)link.EndSend() : (int)SocketStatus.Closed;

    /// <summary>What was read is in the scratch buffer; the result is its length (-1: nothing can be read) and whether the pattern was reached.</summary>
    [UnmanagedCallersOnly]
    private static int Receive(double* id, int kind, double size, byte* pattern, nuint length, int inclusive, double timeout, int* result)
    {
        (result[0], result[1]) = (-1, 0);
        var sockets = All;
        var status = Find(sockets, *id, out var link);
        var host = sockets.Vm.Run!.Host;
        if (status == SocketStatus.Closed && LuaSockets.ConfOf(host).SocketLogErrors.Value)
            LuaSockets.Log(host, "attempt to receive data on a closed socket");
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
        return sockets.Find(*id) is SocketLink link ? (int)Fetch(sockets, link, result, SocketStatus.Ok) : (int)SocketStatus.Closed;
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
    private static void Collect(double* id) => (All.Find(*id) as SocketLink)?.Close();

    /// <summary>Into the pool; negative arguments stand for those of the configuration.</summary>
    [UnmanagedCallersOnly]
    private static int Keep(double* id, double timeout, double size)
    {
        var sockets = All;
        if (sockets.Find(*id) is not { } target)
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
        var pool = link.Pool;
        var conf = LuaSockets.ConfOf(host);
        if (pool.Size == 0)
            pool.Size = (int)(size > 0 ? size : conf.SocketPoolSize.Value);
        host.Remove(link);
        sockets.Forget(link);
        if (sockets.Vm.IsExiting)
            link.Close();
        else
            pool.Put(link, timeout < 0 ? conf.SocketKeepAliveTimeoutMs.Value : (long)timeout);
        return (int)SocketStatus.Ok;
    }

    /// <summary>Below zero when there is no connection.</summary>
    [UnmanagedCallersOnly]
    private static int Reused(double* id) => All.Find(*id) is SocketLink { IsOpen: true } link ? link.ReusedTimes : -1;

    [UnmanagedCallersOnly]
    private static int Option(double* id, int option, int set, int value, int* result)
    {
        var sockets = All;
        if (sockets.Find(*id) is not SocketLink { IsOpen: true } link || link.Connection.Fd < 0)
            return (int)SocketStatus.Closed;
        var (level, name) = option switch
        {
            0 => (Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE),
            1 => (Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR),
            2 => (Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY),
            3 => (Sockets.SOL_SOCKET, Sockets.SO_SNDBUF),
            _ => (Sockets.SOL_SOCKET, Sockets.SO_RCVBUF),
        };
        var outcome = set != 0 ? Sockets.SetOption(link.Connection.Fd, level, name, value) : Sockets.GetOption(link.Connection.Fd, level, name, out *result);
        if (outcome >= 0)
            return (int)SocketStatus.Ok;
        sockets.LastError = Errno.Text(-outcome);
        return (int)SocketStatus.Failed;
    }

    [UnmanagedCallersOnly]
    private static int Descriptor(double* id) => All.Find(*id) is SocketLink { IsOpen: true } link ? link.Connection.Fd : -1;

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
        var status = Busy(sockets, target);
        if (status == SocketStatus.Ok)
            ((SocketLink)target).Close();
        return status;
    }

    private static SocketStatus Busy(LuaSockets sockets, object target)
    {
        var host = sockets.Vm.Run?.Host;
        return target switch
        {
            SocketAttempt attempt => attempt.Host == host ? SocketStatus.BusyConnecting : SocketStatus.BadRequest,
            SocketLink link => link.Check(host),
            _ => SocketStatus.Closed,
        };
    }

    private static SocketStatus Find(LuaSockets sockets, double id, out SocketLink? link)
    {
        var target = sockets.Find(id);
        link = target as SocketLink;
        if (link is null)
            return target is null ? SocketStatus.Closed : Busy(sockets, target);
        return link.Host == sockets.Vm.Run?.Host ? SocketStatus.Ok : SocketStatus.BadRequest;
    }

    private static SocketStatus Fetch(LuaSockets sockets, SocketLink link, int* result, SocketStatus immediate)
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
        return Fail(sockets, attempt.Error);
    }

    private static int Fail(LuaSockets sockets, string error)
    {
        sockets.LastError = error;
        return (int)SocketStatus.Failed;
    }

    private static int Milliseconds(double timeout, long otherwise) => (int)Math.Min(timeout > 0 ? timeout : otherwise, int.MaxValue);
}
