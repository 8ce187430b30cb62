using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Engine.Core.Net.Resolver;

/// <summary>A query message with one question (RFC 1035 section 4.1).</summary>
internal static class DnsQuery
{
    public const int MaxLength = HeaderLength + DnsName.MaxWireLength + 4;

    private const int HeaderLength = 12;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Internet = 1;

    /// <summary>The length. The id stands first and is drawn anew for each query: who can't see it has to guess it, and the port with it.</summary>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> name, DnsRecordType type)
    {
        destination[..HeaderLength].Clear();
        RandomNumberGenerator.Fill(destination[..2]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], 1);
        var length = HeaderLength + DnsName.Write(name, destination[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination[length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(length + 2)..], Internet);
        return length + 4;
    }
}
