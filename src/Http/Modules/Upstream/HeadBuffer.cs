using Engine.Core.Buffers;

namespace Engine.Http.Modules.Upstream;

/// <summary>Bytes put together in one array that is used again.</summary>
public sealed class HeadBuffer
{
    private const int KeptSize = 16 * 1024;

    private byte[] bytes = new byte[1024];
    private int length;

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, length);

    public int Length => length;

    /// <summary>Room for at least so many bytes, which <see cref="Advance"/> appends.</summary>
    public Span<byte> GetSpan(int count) => Reserve(count);

    public void Advance(int count) => length += count;

    public void Append(ReadOnlySpan<byte> source)
    {
        source.CopyTo(Reserve(source.Length));
        length += source.Length;
    }

    public void Append(ByteString source) => Append(source.Span);

    public void Append(long number)
    {
        number.TryFormat(Reserve(20), out var digits, default, null);
        length += digits;
    }

    public void AppendField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var writer = new SpanWriter(Reserve(name.Length + value.Length + 4));
        writer.WriteField(name, value);
        length += writer.Written;
    }

    public void Clear()
    {
        length = 0;
        if (bytes.Length > KeptSize)
            bytes = new byte[KeptSize];
    }

    private Span<byte> Reserve(int count)
    {
        if (bytes.Length - length < count)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + count));
        return bytes.AsSpan(length);
    }
}
