using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Compression;
using Engine.Http.Requests;
using Engine.Interop.Zlib;

namespace Engine.Http.Modules.Gunzip;

/// <summary>The decompression of one response.</summary>
internal sealed class GunzipState : ReusedState<GunzipState>
{
    public static readonly RequestSlot<GunzipState> Slot = new();

    private readonly Inflater inflater = new();
    private CompressedOutput output;

    /// <summary>A stream has begun and not ended.</summary>
    public bool IsInside { get; private set; }

    /// <summary>Output that has not been passed on.</summary>
    public ReadOnlyMemory<byte> Pending => output.Pending;

    /// <returns>False: there is no memory for a decompressor.</returns>
    public bool TryBegin(HttpRequest request, GunzipConf conf)
    {
        output.Begin(request, conf.Buffers.Value.Size);
        return IsInside = inflater.TryBegin();
    }

    /// <summary>Decompresses into the pending output; streams may follow each other (RFC 1952 section 2.2).</summary>
    public ZlibStatus Step(ref ReadOnlySpan<byte> input)
    {
        if (!IsInside && !input.IsEmpty)
        {
            if (!inflater.TryBegin())
                return ZlibStatus.Invalid;
            IsInside = true;
        }

        var length = input.Length;
        var status = inflater.Inflate(ref input, output.Room(), out var written);
        output.Count(length - input.Length, written);
        if (status == ZlibStatus.End)
            IsInside = false;
        return status;
    }

    public void OnPassedOn() => output.OnPassedOn();

    protected override void Clear()
    {
        output.Clear();
        IsInside = false;
    }
}
