using System.Buffers.Binary;
using Engine.Core.Buffers;

namespace Engine.Core.Net.ProxyProtocol;

/// <summary>Type-length-value vectors (PROXY protocol, section 2.2): one octet of type, two of length, the value.</summary>
public static class ProxyProtocolVectors
{
    public const byte Ssl = 0x20;

    /// <summary>Behind one octet of flags and four of the certificate's verification, an SSL vector holds vectors of its own.</summary>
    private const int SslHead = 5;

    private const int Head = 3;

    public static bool TryFind(ByteString vectors, byte type, out ByteString value)
    {
        while (vectors.Length >= Head)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(vectors.Span[1..]);
            if (length > vectors.Length - Head)
                break;
            value = vectors.Slice(Head, length);
            if (vectors[0] == type)
                return true;
            vectors = vectors.Slice(Head + length);
        }

        value = default;
        return false;
    }

    /// <summary>A vector inside the SSL vector.</summary>
    public static bool TryFindInSsl(ByteString vectors, byte type, out ByteString value)
    {
        value = default;
        return TryFind(vectors, Ssl, out var ssl) && ssl.Length >= SslHead && TryFind(ssl.Slice(SslHead), type, out value);
    }

    /// <summary>How the verification of the client's certificate went: 0 when it was presented and is right.</summary>
    public static uint? SslVerification(ByteString vectors) =>
        TryFind(vectors, Ssl, out var ssl) && ssl.Length >= SslHead ? BinaryPrimitives.ReadUInt32BigEndian(ssl.Span[1..]) : null;
}
