using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;

namespace Engine.Core.Scripting;

/// <summary>A context with a client on the other end.</summary>
public interface IClientContext
{
    /// <summary>The client's address; other than the connection's when a trusted proxy told it.</summary>
    SocketAddress ClientAddress { get; }

    /// <summary>The address that the client connected to.</summary>
    SocketAddress LocalAddress { get; }

    /// <summary>What the PROXY protocol told; null where it is not spoken.</summary>
    ProxyProtocolHeader? ProxyProtocol { get; }
}
