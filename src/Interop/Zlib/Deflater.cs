using System.Runtime.InteropServices;

namespace Engine.Interop.Zlib;

/// <summary>When a compressor has to put out what it holds (Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH).</summary>
public enum DeflateFlush
{
    None = 0,
    Sync = 2,
    Finish = 4,
}

/// <summary>Compresses to the gzip format (RFC 1952), piece by piece. One object serves one stream after the other.</summary>
public sealed unsafe partial class Deflater : ZlibStream
{
    private const int Z_DEFLATED = 8;

    /// <summary>Begins a stream.</summary>
    /// <param name="level">1 to 9, by zlib's measure.</param>
    /// <param name="windowBits">9 to 15.</param>
    /// <param name="memoryLevel">1 to 9.</param>
    /// <returns>False: there is no memory.</returns>
    public bool TryBegin(int level, int windowBits, int memoryLevel)
    {
        End();
        return CompressionNative_DeflateInit2_(Stream, LevelOf(level), Z_DEFLATED, windowBits + GzipFormat, memoryLevel, 0) == PAL_Z_OK;
    }

    /// <summary>Compresses some of the input; behind <see cref="DeflateFlush.Finish"/> comes <see cref="ZlibStatus.End"/> when all is out.</summary>
    public ZlibStatus Deflate(ref ReadOnlySpan<byte> input, Span<byte> output, DeflateFlush flush, out int written) =>
        Run(ref input, output, (int)flush, out written);

    private protected override int Process(int flush) => CompressionNative_Deflate(Stream, flush);

    private protected override void Finish() => CompressionNative_DeflateEnd(Stream);

    /// <summary>zlib-ng's level 1 makes a fifth more than zlib's; its level 2 makes as much as zlib's level 1, in less time than that takes.</summary>
    private static int LevelOf(int level) => Math.Max(level, 2);

    [LibraryImport(Library)]
    private static partial int CompressionNative_DeflateInit2_(PAL_ZStream* stream, int level, int method, int windowBits, int memLevel, int strategy);

    [LibraryImport(Library)]
    private static partial int CompressionNative_Deflate(PAL_ZStream* stream, int flush);

    [LibraryImport(Library)]
    private static partial int CompressionNative_DeflateEnd(PAL_ZStream* stream);
}
