using System.Diagnostics.CodeAnalysis;

namespace Engine.Core.Buffers;

/// <summary>Byte-wise equality and order, with look-ups by span.</summary>
public sealed class ByteStringComparer : IEqualityComparer<ByteString>, IAlternateEqualityComparer<ReadOnlySpan<byte>, ByteString>, IComparer<ByteString>
{
    public static readonly ByteStringComparer Instance = new();

    public bool Equals(ByteString x, ByteString y) => x.Equals(y);

    public int GetHashCode([DisallowNull] ByteString obj) => GetHashCode(obj.Span);

    public bool Equals(ReadOnlySpan<byte> alternate, ByteString other) => other.Equals(alternate);

    public int GetHashCode(ReadOnlySpan<byte> alternate)
    {
        // Seeded per process by HashCode: names that a client chooses can't be made to collide.
        var hash = new HashCode();
        hash.AddBytes(alternate);
        return hash.ToHashCode();
    }

    public ByteString Create(ReadOnlySpan<byte> alternate) => ByteString.Copy(alternate);

    public int Compare(ByteString x, ByteString y) => x.Span.SequenceCompareTo(y.Span);
}
