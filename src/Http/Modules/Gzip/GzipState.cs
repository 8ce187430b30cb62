using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Compression;
using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gzip;

/// <summary>The compression of one response.</summary>
internal sealed class GzipState : ReusedState<GzipState>
{
    public static readonly RequestSlot<GzipState> Slot = new();

    private CompressedOutput output;

    /// <summary>Has memory of its own, a quarter of a megabyte, from the begin of a stream to its end only.</summary>
    public Deflater Deflater { get; } = new();

    /// <summary>The end has not been compressed.</summary>
    public bool IsInside { get; private set; }

    public ref CompressedOutput Output => ref output;

    public static VariableValue Ratio(HttpRequest request) => Slot.Of(request) is { } state ? state.output.Ratio(request) : VariableValue.NotFound;

    /// <returns>False: there is no memory for a compressor.</returns>
    public bool TryBegin(HttpRequest request, GzipConf conf)
    {
        IsInside = Deflater.TryBegin((int)conf.Level.Value, conf.WindowBits.Value, conf.MemoryLevel);
        output.Begin(request, conf.Buffers.Value.Size);
        return IsInside;
    }

    /// <summary>The end is reached: the compressor's memory is free for another response.</summary>
    public void EndStream()
    {
        Deflater.End();
        IsInside = false;
    }

    protected override void Clear()
    {
        EndStream();
        output.Clear();
    }
}
