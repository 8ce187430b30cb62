using Engine.Core.Net;

namespace Engine.Core.Listening;

/// <summary>An address that servers listen on, with the servers.</summary>
public class ListenAddress<TServer>(SocketAddress address, ListenParameters parameters, string file, int line) where TServer : class
{
    public SocketAddress Address => address;

    public ListenParameters Parameters { get; internal set; } = parameters;

    /// <summary>The place of the first directive that names the address.</summary>
    public string Where => $"{file}:{line}";

    public List<TServer> Servers { get; } = [];

    public ServerNames<TServer> Names { get; } = new();

    public TServer DefaultServer { get; internal set; } = null!;
}
