using System.Runtime.InteropServices;

namespace Engine.Interop.Zlib;

/// <summary>Decompresses the gzip format, piece by piece.</summary>
public sealed unsafe partial class Inflater : ZlibStream
{
    private const int MaxWindowBits = 15;
    private const int GzipFormat = 16;

    public Inflater()
    {
        var code = inflateInit2_(Stream, MaxWindowBits + GzipFormat, Version, sizeof(z_stream));
        if (code != Z_OK)
            throw new InvalidOperationException($"inflateInit2() failed: {code}");
    }

    public ZlibStatus Inflate(ref ReadOnlySpan<byte> input, Span<byte> output, out int written) => Run(ref input, output, 0, out written);

    public void Reset() => inflateReset(Stream);

    private protected override int Process(int flush) => inflate(Stream, flush);

    private protected override void End() => inflateEnd(Stream);

    [LibraryImport(Library)]
    private static partial int inflateInit2_(z_stream* stream, int windowBits, byte* version, int streamSize);

    [LibraryImport(Library)]
    private static partial int inflate(z_stream* stream, int flush);

    [LibraryImport(Library)]
    private static partial int inflateReset(z_stream* stream);

    [LibraryImport(Library)]
    private static partial int inflateEnd(z_stream* stream);
}
