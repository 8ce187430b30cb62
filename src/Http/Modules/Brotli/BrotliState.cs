using System.Buffers;
using System.IO.Compression;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Compression;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Brotli;

/// <summary>The compression of one response. Unlike zlib's, the library's compressors can't be used again.</summary>
internal sealed class BrotliState : ReusedState<BrotliState>
{
    public static readonly RequestSlot<BrotliState> Slot = new();

    private BrotliEncoder encoder;
    private CompressedOutput output;

    /// <summary>The end has not been compressed.</summary>
    public bool IsOpen { get; private set; }

    public ref CompressedOutput Output => ref output;

    public static VariableValue Ratio(HttpRequest request) => Slot.Of(request) is { } state ? state.output.Ratio(request) : VariableValue.NotFound;

    public void Begin(HttpRequest request, BrotliConf conf)
    {
        encoder = new BrotliEncoder((int)conf.Level.Value, conf.WindowBits.Value);
        output.Begin(request, conf.Buffers.Value.Size);
        IsOpen = true;
    }

    /// <summary>Compresses some of the input. Done: all of it; DestinationTooSmall: the output is full.</summary>
    public OperationStatus Compress(ref ReadOnlyMemory<byte> input, bool isLast)
    {
        var status = encoder.Compress(input.Span, output.Room(), out var consumed, out var written, isLast);
        input = input[consumed..];
        output.Count(consumed, written);
        return status;
    }

    /// <summary>Puts out what the compressor holds; the same results.</summary>
    public OperationStatus Flush()
    {
        var status = encoder.Flush(output.Room(), out var written);
        output.Count(0, written);
        return status;
    }

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
        output.Clear();
    }
}
