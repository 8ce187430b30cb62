namespace Engine.Core.Buffers;

/// <summary>Writes forward into a span that the caller made large enough; running over is an exception, never an overrun.</summary>
public ref struct SpanWriter(Span<byte> destination)
{
    private readonly Span<byte> destination = destination;
    private int written;

    public readonly int Written => written;

    public readonly Span<byte> Remaining => destination[written..];

    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination[written..]);
        written += bytes.Length;
    }

    public void Write(byte value) => destination[written++] = value;

    /// <summary>The shortest decimal form.</summary>
    public void Write(long number)
    {
        number.TryFormat(destination[written..], out var length, default, null);
        written += length;
    }

    /// <summary>One field line: name, colon, space, value, CRLF.</summary>
    public void WriteField(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Write(name);
        Write(": "u8);
        Write(value);
        Write("\r\n"u8);
    }

    /// <summary>Counts bytes that were written into <see cref="Remaining"/>.</summary>
    public void Advance(int count) => written += count;
}
