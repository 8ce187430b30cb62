using Engine.Core.Net;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.UdpSocket;

/// <summary>Finds the address of the peer that Lua code names, and opens a socket for it.</summary>
internal sealed class UdpLookup(LuaUdpSockets sockets, LuaHost host, string name, int port, SocketAddress? local) : LuaWait
{
    private SocketAddress? address;
    private readonly HostLookup lookup = new(host, sockets.Vm.Loop);
    private LuaThread? thread;

    public double Id { get; private set; }

    /// <summary>True when nobody has to be asked; otherwise the light thread waits.</summary>
    public bool Start(LuaThread caller)
    {
        if (HostLookup.TryParse(name, port, out address))
            return true;
        Id = sockets.AddLookup(this);
        thread = caller;
        caller.Park(this);
        _ = Find();
        return false;
    }

    /// <summary>The id of the socket; 0 and a message when there is none.</summary>
    public double Open()
    {
        if (address is not null)
            return sockets.Open(host, address, local, name);
        sockets.LastError = lookup.Error;
        return 0;
    }

    public override void OnTimeout(LuaThread thread)
    {
    }

    public override void OnCancelled(LuaThread thread)
    {
        this.thread = null;
        sockets.TakeLookup(Id);
        lookup.Cancel();
    }

    public override void OnUnclaimed(LuaThread thread) => sockets.TakeLookup(Id);

    private async Task Find()
    {
        address = await lookup.Find(name, port);
        thread?.Wake(0);
    }
}
