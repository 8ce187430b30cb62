using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Net;
using Engine.Interop;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.UdpSocket;

/// <summary>ngx.socket.udp.</summary>
internal static unsafe class UdpSocketApi
{
    public static readonly LuaApi Api = new(
        "Api/UdpSocket/udp_socket.lua",
        new LuaFunction(
            "int set_peer(double *id, const char *host, size_t length, int port, const char *from, size_t from_length)",
            (delegate* unmanaged<double*, byte*, nuint, int, byte*, nuint, int>)&SetPeer),
        new LuaFunction("int peer_set(double *id)", (delegate* unmanaged<double*, int>)&PeerSet),
        new LuaFunction("int send(double *id, const char *data, size_t length)", (delegate* unmanaged<double*, byte*, nuint, int>)&Send),
        new LuaFunction("int receive(double *id, int size, double timeout, int *result)", (delegate* unmanaged<double*, int, double, int*, int>)&Receive),
        new LuaFunction("int received(double *id, int size, int *result)", (delegate* unmanaged<double*, int, int*, int>)&Received),
        new LuaFunction("int close(double *id)", (delegate* unmanaged<double*, int>)&Close),
        new LuaFunction("void collect(double *id)", (delegate* unmanaged<double*, void>)&Collect),
        new LuaFunction("int failure(void)", (delegate* unmanaged<int>)&Failure))
    {
        CreateState = static vm => new LuaUdpSockets(vm),
    };

    private const int MaxUnixPath = 107;

    private static LuaUdpSockets All => (LuaUdpSockets)LuaVm.Current.StateOf(Api);

    /// <summary>Opens a socket for a peer; the one that was open before is closed.</summary>
    [UnmanagedCallersOnly]
    private static int SetPeer(double* id, byte* host, nuint length, int port, byte* from, nuint fromLength)
    {
        var sockets = All;
        var status = Leave(sockets, *id);
        if (status != SocketStatus.Ok)
            return (int)status;
        *id = 0;
        var name = new ReadOnlySpan<byte>(host, (int)length);
        if (name.StartsWith("unix:"u8) && name.Length - 5 > MaxUnixPath)
        {
            sockets.LastError = "too long path in the unix domain socket";
            return (int)SocketStatus.Failed;
        }

        var local = from is not null && NumericAddress.TryParse(new ReadOnlySpan<byte>(from, (int)fromLength), out var number) ? SocketAddress.Of(number, 0) : null;
        var lookup = new UdpLookup(sockets, sockets.Vm.Run!.Host, SystemText.Decode(name), port, local);
        if (!lookup.Start(sockets.Vm.Running))
        {
            *id = lookup.Id;
            return (int)SocketStatus.Waiting;
        }

        *id = lookup.Open();
        return (int)(*id > 0 ? SocketStatus.Ok : SocketStatus.Failed);
    }

    /// <summary>After the wait for the peer's address.</summary>
    [UnmanagedCallersOnly]
    private static int PeerSet(double* id)
    {
        var sockets = All;
        if (sockets.TakeLookup(*id) is not { } lookup)
            return (int)SocketStatus.Closed;
        *id = lookup.Open();
        return (int)(*id > 0 ? SocketStatus.Ok : SocketStatus.Failed);
    }

    [UnmanagedCallersOnly]
    private static int Send(double* id, byte* data, nuint length)
    {
        var sockets = All;
        var status = Find(sockets, *id, "send", out var link);
        return (int)(status == SocketStatus.Ok ? link.Send(new ReadOnlySpan<byte>(data, (int)length)) : status);
    }

    /// <summary>The datagram is in the scratch buffer; the result is its length.</summary>
    [UnmanagedCallersOnly]
    private static int Receive(double* id, int size, double timeout, int* result)
    {
        *result = 0;
        var sockets = All;
        var status = Find(sockets, *id, "receive", out var link);
        if (status != SocketStatus.Ok)
            return (int)status;
        var timeoutMs = timeout > 0 ? timeout : LuaSockets.ConfOf(link.Host!).SocketReadTimeoutMs.Value;
        status = link.Receive(sockets.Vm.Running, (int)Math.Min(timeoutMs, int.MaxValue));
        return (int)(status == SocketStatus.Ok ? link.EndReceive(sockets.Vm.Scratch, size, out *result) : status);
    }

    /// <summary>After the wait of a receive.</summary>
    [UnmanagedCallersOnly]
    private static int Received(double* id, int size, int* result)
    {
        *result = 0;
        var sockets = All;
        return (int)(sockets.Find(*id) is { } link ? link.EndReceive(sockets.Vm.Scratch, size, out *result) : SocketStatus.Closed);
    }

    [UnmanagedCallersOnly]
    private static int Close(double* id)
    {
        var sockets = All;
        var status = sockets.Find(*id, sockets.Vm.Run?.Host, out _);
        if (status != SocketStatus.Closed)
            status = Leave(sockets, *id);
        if (status == SocketStatus.Ok)
            *id = 0;
        return (int)status;
    }

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly]
    private static void Collect(double* id)
    {
        var sockets = All;
        sockets.Find(*id)?.Close();
        sockets.Drop(*id);
    }

    /// <summary>The length of the text behind <see cref="SocketStatus.Failed"/>, in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int Failure()
    {
        var sockets = All;
        var text = sockets.LastError;
        return Encoding.UTF8.GetBytes(text, sockets.Vm.Scratch.Take(Encoding.UTF8.GetMaxByteCount(text.Length)));
    }

    private static SocketStatus Find(LuaUdpSockets sockets, double id, string attempt, out UdpLink link)
    {
        var host = sockets.Vm.Run!.Host;
        var status = sockets.Find(id, host, out link);
        if (status == SocketStatus.Closed)
            LuaSockets.LogClosed(host, attempt, id);
        return status;
    }

    /// <summary>Closes what is open, unless somebody else uses it or waits for it.</summary>
    private static SocketStatus Leave(LuaUdpSockets sockets, double id)
    {
        var status = sockets.Find(id, sockets.Vm.Run?.Host, out var link);
        if (status == SocketStatus.Closed)
            return SocketStatus.Ok;
        if (status == SocketStatus.Ok && link.IsReceiving)
            return SocketStatus.BusyReading;
        if (status == SocketStatus.Ok)
            link.Close();
        return status;
    }
}
