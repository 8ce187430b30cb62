using System.Buffers;
using System.IO.Compression;
using Engine.Core.Buffers;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Requests;
using Engine.Http.Variables;

namespace Engine.Http.Modules.Brotli;

/// <summary>The compression of one response. Unlike zlib's, the library's compressors can't be used again.</summary>
internal sealed class BrotliState : ReusedState<BrotliState>
{
    public static readonly RequestSlot<BrotliState> Slot = new();

    private SegmentPool segments = null!;
    private BrotliEncoder encoder;
    private byte[]? output;
    private int filled;
    private int outputSize;
    private long bytesIn;
    private long bytesOut;

    /// <summary>The end has not been compressed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Output that has not been passed on.</summary>
    public ReadOnlyMemory<byte> Pending => output.AsMemory(0, filled);

    public static VariableValue Ratio(HttpRequest request)
    {
        if (Slot.Of(request) is not { bytesOut: > 0 } state)
            return VariableValue.NotFound;
        // Two digits behind the dot, rounded.
        var hundredths = ((state.bytesIn * 1000 / state.bytesOut) + 5) / 10;
        return VariableValue.Of(Decimals.Hundredths(hundredths, request.Arena));
    }

    public void Begin(HttpRequest request, BrotliConf conf)
    {
        segments = request.Loop.Segments;
        encoder = new BrotliEncoder((int)conf.Level.Value, conf.WindowBits.Value);
        outputSize = conf.Buffers.Value.Size;
        IsOpen = true;
    }

    /// <summary>Compresses some of the input. Done: all of it; DestinationTooSmall: the output is full.</summary>
    public OperationStatus Compress(ref ReadOnlyMemory<byte> input, bool isLast)
    {
        var status = encoder.Compress(input.Span, Room(), out var consumed, out var written, isLast);
        input = input[consumed..];
        bytesIn += consumed;
        Count(written);
        return status;
    }

    /// <summary>Puts out what the compressor holds; the same results.</summary>
    public OperationStatus Flush()
    {
        var status = encoder.Flush(Room(), out var written);
        Count(written);
        return status;
    }

    /// <summary>What was pending has been passed on.</summary>
    public void OnPassedOn() => filled = 0;

    /// <summary>The end is reached: what the compressor held is free.</summary>
    public void EndStream()
    {
        if (IsOpen)
            encoder.Dispose();
        encoder = default;
        IsOpen = false;
    }

    protected override void Clear()
    {
        EndStream();
        if (output is not null)
            segments.Return(output);
        output = null;
        filled = 0;
        bytesIn = bytesOut = 0;
    }

    private Span<byte> Room()
    {
        output ??= segments.Rent(outputSize);
        return output.AsSpan(filled, outputSize - filled);
    }

    private void Count(int written)
    {
        filled += written;
        bytesOut += written;
    }
}
