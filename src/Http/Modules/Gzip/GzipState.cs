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

    private DeflaterPool pool = null!;
    private CompressedOutput output;

    /// <summary>Null when the end has been compressed.</summary>
    public Deflater? Deflater { get; private set; }

    public ref CompressedOutput Output => ref output;

    public static VariableValue Ratio(HttpRequest request) => Slot.Of(request) is { } state ? state.output.Ratio(request) : VariableValue.NotFound;

    public void Begin(HttpRequest request, GzipConf conf)
    {
        pool = DeflaterPool.Of(request.Worker, conf);
        Deflater = pool.Rent();
        output.Begin(request, conf.Buffers.Value.Size);
    }

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
        output.Clear();
    }
}
