using System.Text;
using Engine.Interop;

namespace Engine.Core.Buffers;

/// <summary>
/// A borrowed run of bytes in an array: the string type of the request path (URIs, field names and values, variables).
/// It never owns: bytes of a request live as long as the request's <see cref="ByteArena"/>, bytes of a configuration as long as its Cycle.
/// </summary>
public readonly struct ByteString : IEquatable<ByteString>
{
    private readonly byte[]? array;
    private readonly int offset;
    private readonly int length;

    public ByteString(byte[] array, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)offset > (uint)array.Length || (uint)length > (uint)(array.Length - offset))
            throw new ArgumentOutOfRangeException(nameof(length));
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// <summary>A part of a run that was checked.</summary>
    private ByteString(byte[]? array, in ByteString whole, int start, int count)
    {
        this.array = array;
        offset = whole.offset + start;
        length = count;
    }

    public ByteString(byte[] array) : this(array, 0, array?.Length ?? 0)
    {
    }

    public static ByteString Empty => default;

    public int Length => length;

    public bool IsEmpty => length == 0;

    public ReadOnlySpan<byte> Span => new(array, offset, length);

    public ReadOnlyMemory<byte> Memory => new(array, offset, length);

    public byte this[int index] => Span[index];

    public ByteString Slice(int start) => Slice(start, length - start);

    public ByteString Slice(int start, int count)
    {
        if ((uint)start > (uint)length || (uint)count > (uint)(length - start))
            throw new ArgumentOutOfRangeException(nameof(start));
        return new ByteString(array, this, start, count);
    }

    /// <summary>A copy on the managed heap that nobody recycles; for configuration and state that outlives a request.</summary>
    public static ByteString Copy(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? default : new ByteString(bytes.ToArray());

    /// <summary>
    /// The UTF-8 bytes of <paramref name="text"/>, and of a word of the configuration exactly the bytes that stand in the file
    /// (<see cref="SystemText"/>). Never on the request path.
    /// </summary>
    public static ByteString From(string text) => text.Length == 0 ? default : new ByteString(SystemText.Encode(text));

    public bool Equals(ByteString other) => Span.SequenceEqual(other.Span);

    public bool Equals(ReadOnlySpan<byte> other) => Span.SequenceEqual(other);

    /// <summary>Equality but for the case of ASCII's letters, as field names and host names compare; other bytes are equal to themselves.</summary>
    public bool EqualsIgnoreCase(ReadOnlySpan<byte> other) =>
        length == other.Length && (Ascii.EqualsIgnoreCase(Span, other) || EqualsBeyondAscii(Span, other));

    /// <summary>The library's comparison takes no byte beyond ASCII for equal.</summary>
    private static bool EqualsBeyondAscii(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (Ascii.IsValid(left))
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i] && ((left[i] ^ right[i]) != 0x20 || !char.IsAsciiLetter((char)left[i])))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is ByteString other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(ByteString left, ByteString right) => left.Equals(right);

    public static bool operator !=(ByteString left, ByteString right) => !left.Equals(right);

    /// <summary>The inverse of <see cref="From"/>; for messages and configuration.</summary>
    public override string ToString() => SystemText.Decode(Span);
}
