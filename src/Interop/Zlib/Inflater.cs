using System.Runtime.InteropServices;

namespace Engine.Interop.Zlib;

/// <summary>Decompresses the gzip format, piece by piece. One object serves one stream after the other.</summary>
public sealed unsafe partial class Inflater : ZlibStream
{
    private const int MaxWindowBits = 15;

    /// <summary>Begins a stream; what is known of another one is forgotten.</summary>
    /// <returns>False: there is no memory.</returns>
    public bool TryBegin() => PAL_Z_OK == (Stream->internalState is null
        ? CompressionNative_InflateInit2_(Stream, MaxWindowBits + GzipFormat)
        : CompressionNative_InflateReset2_(Stream, MaxWindowBits + GzipFormat));

    public ZlibStatus Inflate(ref ReadOnlySpan<byte> input, Span<byte> output, out int written) => Run(ref input, output, 0, out written);

    private protected override int Process(int flush) => CompressionNative_Inflate(Stream, flush);

    private protected override void Finish() => CompressionNative_InflateEnd(Stream);

    [LibraryImport(Library)]
    private static partial int CompressionNative_InflateInit2_(PAL_ZStream* stream, int windowBits);

    [LibraryImport(Library)]
    private static partial int CompressionNative_Inflate(PAL_ZStream* stream, int flush);

    [LibraryImport(Library)]
    private static partial int CompressionNative_InflateReset2_(PAL_ZStream* stream, int windowBits);

    [LibraryImport(Library)]
    private static partial int CompressionNative_InflateEnd(PAL_ZStream* stream);
}
