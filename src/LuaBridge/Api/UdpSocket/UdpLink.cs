using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.UdpSocket;

/// <summary>A datagram cosocket with its peer. One light thread at a time receives.</summary>
internal sealed class UdpLink : LuaCleanup
{
    /// <summary>What OpenResty receives at most.</summary>
    public const int MaxDatagram = 65536;

    private readonly LuaUdpSockets sockets;
    private readonly Core.Net.UdpSocket socket;
    private readonly ReceiveWait wait;
    private readonly Action onReceived;
    private byte[]? buffer;
    private ValueTaskAwaiter<int> awaiter;
    private LuaThread? receiver;
    private int result;

    public UdpLink(LuaUdpSockets sockets, Core.Net.UdpSocket socket, string peer)
    {
        this.sockets = sockets;
        this.socket = socket;
        Peer = peer;
        wait = new ReceiveWait(this);
        onReceived = OnReceived;
    }

    public double Id { get; set; }

    public bool IsReceiving => receiver is not null;

    /// <summary>For the error log: the name and the address.</summary>
    private string Peer { get; }

    public SocketStatus Send(ReadOnlySpan<byte> datagram)
    {
        datagram[..Math.Min(datagram.Length, MaxDatagram)].CopyTo(sockets.SendBuffer);
        if (datagram.Length > MaxDatagram)
            return Fail(Errno.EMSGSIZE, "send");
        var task = socket.SendAsync(sockets.SendBuffer.AsMemory(0, datagram.Length));
        // A socket whose buffer is full drops the datagram, as the network would.
        if (!task.IsCompletedSuccessfully)
            return Fail(Errno.EAGAIN, "send");
        var sent = task.Result;
        return sent < 0 ? Fail(-sent, "send") : SocketStatus.Ok;
    }

    public SocketStatus Receive(LuaThread thread, int timeoutMs)
    {
        if (receiver is not null)
            return SocketStatus.BusyReading;
        buffer = sockets.Vm.Loop.Segments.Rent(MaxDatagram);
        var task = socket.ReceiveAsync(buffer.AsMemory(0, MaxDatagram), timeoutMs);
        if (task.IsCompletedSuccessfully)
        {
            result = task.Result;
            return SocketStatus.Ok;
        }

        receiver = thread;
        thread.Park(wait);
        awaiter = task.GetAwaiter();
        awaiter.UnsafeOnCompleted(onReceived);
        return SocketStatus.Waiting;
    }

    /// <summary>Hands a datagram over, as much of it as is asked for.</summary>
    public SocketStatus EndReceive(ScratchBuffer scratch, int size, out int length)
    {
        length = Math.Min(Math.Max(result, 0), size);
        buffer.AsSpan(0, length).CopyTo(scratch.Take(length));
        ReturnBuffer();
        if (result >= 0)
            return SocketStatus.Ok;
        if (result == -Errno.ECANCELED)
            return SocketStatus.Closed;
        if (result != -Errno.ETIMEDOUT)
            return Fail(-result, "recv");
        if (Logs)
            Host!.Log.Write(LogLevel.Error, Host.LogContext, $"lua udp socket read timed out, upstream: {Peer}");
        return SocketStatus.Timeout;
    }

    public void Close()
    {
        Host?.Remove(this);
        sockets.Forget(this);
        socket.Close();
    }

    /// <summary>The host ends.</summary>
    public override void Run()
    {
        if (Host is { IsPart: true })
            sockets.Abandon(Id);
        Close();
    }

    private bool Logs => Host is { } host && LuaSockets.ConfOf(host).SocketLogErrors.Value;

    private SocketStatus Fail(int errno, string call)
    {
        if (Logs)
            LuaSockets.Log(Host!, $"{call}() failed ({errno}: {Errno.Text(errno)}), upstream: {Peer}");
        sockets.LastError = Errno.Text(errno).ToLowerInvariant();
        return SocketStatus.Failed;
    }

    private void OnReceived()
    {
        result = awaiter.GetResult();
        if (receiver is not { } thread)
        {
            ReturnBuffer();
            return;
        }

        receiver = null;
        thread.Wake(0);
    }

    private void ReturnBuffer()
    {
        if (buffer is not null)
            sockets.Vm.Loop.Segments.Return(buffer);
        buffer = null;
    }

    private sealed class ReceiveWait(UdpLink link) : LuaWait
    {
        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread)
        {
            link.receiver = null;
            link.Close();
        }
    }
}
