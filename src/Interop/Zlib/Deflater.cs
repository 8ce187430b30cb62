using System.Runtime.InteropServices;

namespace Engine.Interop.Zlib;

/// <summary>When a compressor has to put out what it holds (Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH).</summary>
public enum DeflateFlush
{
    None = 0,
    Sync = 2,
    Finish = 4,
}

/// <summary>Compresses to the gzip format (RFC 1952), piece by piece.</summary>
public sealed unsafe partial class Deflater : ZlibStream
{
    private const int Z_DEFLATED = 8;
    private const int GzipFormat = 16;

    /// <param name="windowBits">9 to 15.</param>
    /// <param name="memoryLevel">1 to 9.</param>
    public Deflater(int level, int windowBits, int memoryLevel)
    {
        var code = deflateInit2_(Stream, level, Z_DEFLATED, windowBits + GzipFormat, memoryLevel, 0, Version, sizeof(z_stream));
        if (code != Z_OK)
            throw new InvalidOperationException($"deflateInit2() failed: {code}");
    }

    /// <summary>Compresses some of the input; behind <see cref="DeflateFlush.Finish"/> comes <see cref="ZlibStatus.End"/> when all is out.</summary>
    public ZlibStatus Deflate(ref ReadOnlySpan<byte> input, Span<byte> output, DeflateFlush flush, out int written) =>
        Run(ref input, output, (int)flush, out written);

    /// <summary>Ready for another stream with the same settings.</summary>
    public void Reset() => deflateReset(Stream);

    private protected override int Process(int flush) => deflate(Stream, flush);

    private protected override void End() => deflateEnd(Stream);

    [LibraryImport(Library)]
    private static partial int deflateInit2_(z_stream* stream, int level, int method, int windowBits, int memoryLevel, int strategy, byte* version, int streamSize);

    [LibraryImport(Library)]
    private static partial int deflate(z_stream* stream, int flush);

    [LibraryImport(Library)]
    private static partial int deflateReset(z_stream* stream);

    [LibraryImport(Library)]
    private static partial int deflateEnd(z_stream* stream);
}
