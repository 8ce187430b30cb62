using System.Globalization;
using System.Text;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.UdpSocket;

/// <summary>The datagram cosockets of a VM by the ids that Lua knows them by.</summary>
internal sealed class LuaUdpSockets(LuaVm vm) : IVmState
{
    private readonly Dictionary<double, UdpLink> links = [];
    private readonly Dictionary<double, UdpLookup> lookups = [];
    private readonly HashSet<double> abandoned = [];
    private double lastId;

    public LuaVm Vm => vm;

    public byte[] SendBuffer { get; } = new byte[UdpLink.MaxDatagram];

    /// <summary>What went wrong, behind <see cref="SocketStatus.Failed"/>.</summary>
    public string LastError { get; set; } = "";

    /// <summary>A socket of this host; or why there is none.</summary>
    public SocketStatus Find(double id, LuaHost? host, out UdpLink link)
    {
        if (!links.TryGetValue(id, out link!))
            return abandoned.Contains(id) ? SocketStatus.BadRequest : SocketStatus.Closed;
        return link.Host == host ? SocketStatus.Ok : SocketStatus.BadRequest;
    }

    public double AddLookup(UdpLookup lookup)
    {
        lookups.Add(++lastId, lookup);
        return lastId;
    }

    /// <summary>A lookup that has ended.</summary>
    public UdpLookup? TakeLookup(double id) => lookups.Remove(id, out var lookup) ? lookup : null;

    public void OnExiting()
    {
    }

    public void OnClosing()
    {
        foreach (var link in links.Values.ToArray())
            link.Close();
    }

    /// <summary>The socket is gone with the subrequest that had it; who still uses it is told that it is not his, until Lua drops the object.</summary>
    public void Abandon(double id) => abandoned.Add(id);

    public void Drop(double id) => abandoned.Remove(id);

    public UdpLink? Find(double id) => links.GetValueOrDefault(id);

    public void Forget(UdpLink link) => links.Remove(link.Id);

    /// <summary>Opens a socket for a peer: its id, or 0.</summary>
    public double Open(LuaHost host, SocketAddress address, SocketAddress? local, string name)
    {
        var peer = address.IsUnix ? name : string.Create(CultureInfo.InvariantCulture, $"{name}:{address.Port}({Encoding.ASCII.GetString(address.Text)})");
        var socket = vm.Loop.CreateUdpSocket();
        var errno = socket.Connect(address, local);
        if (errno != 0)
        {
            LastError = Errno.Text(errno).ToLowerInvariant();
            if (LuaSockets.ConfOf(host).SocketLogErrors.Value)
                LuaSockets.Log(host, $"connect() failed ({errno}: {Errno.Text(errno)}), upstream: {peer}");
            return 0;
        }

        var link = new UdpLink(this, socket, peer) { Id = ++lastId };
        links.Add(link.Id, link);
        host.Add(link);
        return link.Id;
    }
}
