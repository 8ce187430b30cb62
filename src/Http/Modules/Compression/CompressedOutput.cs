using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Modules.Core;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Compression;

/// <summary>What a compressor, or its opposite, has put out and nobody has taken, in a buffer of the loop; and how much went in and came out.</summary>
internal struct CompressedOutput
{
    private SegmentPool segments;
    private byte[]? buffer;
    private int size;
    private int filled;
    private long bytesIn;
    private long bytesOut;

    /// <summary>Output that has not been passed on.</summary>
    public readonly ReadOnlyMemory<byte> Pending => buffer.AsMemory(0, filled);

    public void Begin(HttpRequest request, int bufferSize)
    {
        segments = request.Loop.Segments;
        size = bufferSize;
    }

    /// <summary>Room for the next output; a whole buffer when none is begun.</summary>
    public Span<byte> Room()
    {
        buffer ??= segments.Rent(size);
        return buffer.AsSpan(filled, size - filled);
    }

    /// <summary>So much was compressed, into that many bytes of the room.</summary>
    public void Count(int taken, int written)
    {
        filled += written;
        bytesIn += taken;
        bytesOut += written;
    }

    /// <summary>What was pending has been passed on.</summary>
    public void OnPassedOn() => filled = 0;

    /// <summary>How many times smaller it became, two digits behind the dot, rounded; not found while nothing came out.</summary>
    public readonly VariableValue Ratio(HttpRequest request) => bytesOut > 0
        ? VariableValue.Of(Decimals.Hundredths(((bytesIn * 1000 / bytesOut) + 5) / 10, request.Arena))
        : VariableValue.NotFound;

    public void Clear()
    {
        if (buffer is not null)
            segments.Return(buffer);
        this = default;
    }
}
