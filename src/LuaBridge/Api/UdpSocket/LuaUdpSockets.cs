using System.Globalization;
using System.Text;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.UdpSocket;

/// <summary>The datagram cosockets of a VM by the ids that Lua knows them by.</summary>
internal sealed class LuaUdpSockets(LuaVm vm)
{
    private readonly Dictionary<double, UdpLink> links = [];
    private double lastId;

    public LuaVm Vm => vm;

    public byte[] SendBuffer { get; } = new byte[UdpLink.MaxDatagram];

    /// <summary>What went wrong, behind <see cref="SocketStatus.Failed"/>.</summary>
    public string LastError { get; set; } = "";

    /// <summary>A socket of this host; or why there is none.</summary>
    public SocketStatus Find(double id, LuaHost? host, out UdpLink link)
    {
        if (!links.TryGetValue(id, out link!))
            return SocketStatus.Closed;
        return link.Host == host ? SocketStatus.Ok : SocketStatus.BadRequest;
    }

    public UdpLink? Find(double id) => links.GetValueOrDefault(id);

    public void Forget(UdpLink link) => links.Remove(link.Id);

    /// <summary>Opens a socket for a peer: its id, or 0.</summary>
    public double Open(LuaHost host, SocketAddress address, SocketAddress? local, string name)
    {
        var socket = vm.Loop.CreateUdpSocket();
        var errno = socket.Connect(address, local);
        if (errno != 0)
        {
            LastError = Errno.Text(errno).ToLowerInvariant();
            return 0;
        }

        var peer = address.IsUnix ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{address.Port}({Encoding.ASCII.GetString(address.Text)})");
        var link = new UdpLink(this, socket, peer) { Id = ++lastId };
        links.Add(link.Id, link);
        host.Add(link);
        return link.Id;
    }
}
