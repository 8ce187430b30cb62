using Engine.Core.Buffers;

namespace Engine.Core.Net.ProxyProtocol;

/// <summary>What a proxy says of the connection it passes on. Without addresses when it says none ("UNKNOWN", a health check of its own).</summary>
public sealed class ProxyProtocolHeader
{
    /// <summary>The client's address.</summary>
    public SocketAddress? Source { get; init; }

    /// <summary>The address that the client connected to.</summary>
    public SocketAddress? Destination { get; init; }

    /// <summary>The type-length-value vectors of version 2, as they came.</summary>
    public ByteString Vectors { get; init; }

    /// <summary>The value of the first vector of a type; false when there is none.</summary>
    public bool TryFind(byte type, out ByteString value) => ProxyProtocolVectors.TryFind(Vectors, type, out value);
}
