using Engine.Core.Buffers;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Requests;
using Engine.Http.Variables;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gzip;

/// <summary>The compression of one response.</summary>
internal sealed class GzipState : ReusedState<GzipState>
{
    public static readonly RequestSlot<GzipState> Slot = new();

    private SegmentPool segments = null!;
    private DeflaterPool pool = null!;
    private byte[]? output;
    private int filled;
    private int outputSize;

    /// <summary>Null when the end has been compressed.</summary>
    public Deflater? Deflater { get; private set; }

    private long BytesIn { get; set; }

    private long BytesOut { get; set; }

    /// <summary>Room for the next output; a whole buffer when none is begun.</summary>
    public Span<byte> Room
    {
        get
        {
            output ??= segments.Rent(outputSize);
            return output.AsSpan(filled, Math.Max(outputSize, 1) - filled);
        }
    }

    /// <summary>Output that has not been passed on.</summary>
    public ReadOnlyMemory<byte> Pending => output.AsMemory(0, filled);

    public static VariableValue Ratio(HttpRequest request)
    {
        if (Slot.Of(request) is not { BytesOut: > 0 } state)
            return VariableValue.NotFound;
        // Two digits behind the dot, rounded.
        var hundredths = ((state.BytesIn * 1000 / state.BytesOut) + 5) / 10;
        return VariableValue.Of(Decimals.Hundredths(hundredths, request.Arena));
    }

    public void Begin(HttpRequest request, GzipConf conf)
    {
        segments = request.Loop.Segments;
        pool = DeflaterPool.Of(request.Worker, conf);
        Deflater = pool.Rent();
        outputSize = conf.Buffers.Value.Size;
    }

    public void Count(int bytesIn, int bytesOut)
    {
        filled += bytesOut;
        BytesIn += bytesIn;
        BytesOut += bytesOut;
    }

    /// <summary>What was pending has been passed on.</summary>
    public void OnPassedOn() => filled = 0;

    /// <summary>The end is reached: the compressor is free for another response.</summary>
    public void EndStream()
    {
        if (Deflater is not null)
            pool.Return(Deflater);
        Deflater = null;
    }

    protected override void Clear()
    {
        EndStream();
        if (output is not null)
            segments.Return(output);
        output = null;
        filled = 0;
        BytesIn = BytesOut = 0;
    }
}
