using Engine.Core.Buffers;
using Engine.Http.Conf;
using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gunzip;

/// <summary>The decompression of one response.</summary>
internal sealed class GunzipState : ReusedState<GunzipState>
{
    public static readonly RequestSlot<GunzipState> Slot = new();

    private readonly Inflater inflater = new();
    private SegmentPool segments = null!;
    private byte[]? output;
    private int filled;
    private int outputSize;

    /// <summary>A stream has begun and not ended.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Output that has not been passed on.</summary>
    public ReadOnlyMemory<byte> Pending => output.AsMemory(0, filled);

    public void Begin(HttpRequest request, GunzipConf conf)
    {
        segments = request.Loop.Segments;
        outputSize = conf.Buffers.Value.Size;
        IsInside = true;
    }

    /// <summary>Decompresses into the pending output; streams may follow each other (RFC 1952 section 2.2).</summary>
    public ZlibStatus Step(ref ReadOnlySpan<byte> input)
    {
        output ??= segments.Rent(outputSize);
        if (!IsInside && !input.IsEmpty)
        {
            inflater.Reset();
            IsInside = true;
        }

        var status = inflater.Inflate(ref input, output.AsSpan(filled, outputSize - filled), out var written);
        filled += written;
        if (status == ZlibStatus.End)
            IsInside = false;
        return status;
    }

    public void OnPassedOn() => filled = 0;

    protected override void Clear()
    {
        inflater.Reset();
        if (output is not null)
            segments.Return(output);
        output = null;
        filled = 0;
        IsInside = false;
    }
}
