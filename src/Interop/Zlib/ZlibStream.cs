using System.Runtime.InteropServices;

namespace Engine.Interop.Zlib;

/// <summary>What a call left behind.</summary>
public enum ZlibStatus
{
    /// <summary>All input is taken and there was room for all output there is so far.</summary>
    Done,

    /// <summary>The output is full; call again with more room.</summary>
    OutputFull,

    /// <summary>The stream is at its end.</summary>
    End,

    /// <summary>The data can't be decompressed.</summary>
    Invalid,
}

/// <summary>
/// What is common to both directions. The library is .NET's own zlib-ng, called by the entry points that System.IO.Compression itself uses
/// (docs/decisions/0010-zlib.md); <c>PAL_ZStream</c> stands outside the managed heap because the library keeps pointers while it works.
/// </summary>
public abstract unsafe class ZlibStream : IDisposable
{
    private protected const string Library = "libSystem.IO.Compression.Native";
    private protected const int PAL_Z_OK = 0;

    /// <summary>Added to the bits of the window: the gzip format (RFC 1952) instead of zlib's.</summary>
    private protected const int GzipFormat = 16;

    private const int PAL_Z_STREAMEND = 1;
    private const int PAL_Z_BUFERROR = -5;

    private PAL_ZStream* stream = (PAL_ZStream*)NativeMemory.AllocZeroed((nuint)sizeof(PAL_ZStream));

    ~ZlibStream() => Free();

    private protected PAL_ZStream* Stream => stream;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory of the stream back, whether it came to its end or not; one that was not begun has none.</summary>
    public void End()
    {
        if (stream->internalState is null)
            return;
        Finish();
        stream->internalState = null;
    }

    private protected abstract int Process(int flush);

    private protected abstract void Finish();

    /// <summary>One call: <paramref name="input"/> moves behind what was taken.</summary>
    private protected ZlibStatus Run(ref ReadOnlySpan<byte> input, Span<byte> output, int flush, out int written)
    {
        int code;
        fixed (byte* from = input)
        fixed (byte* to = output)
        {
            stream->nextIn = from;
            stream->availIn = (uint)input.Length;
            stream->nextOut = to;
            stream->availOut = (uint)output.Length;
            code = Process(flush);
            stream->nextIn = stream->nextOut = null;
        }

        input = input[^(int)stream->availIn..];
        written = output.Length - (int)stream->availOut;
        if (code == PAL_Z_STREAMEND)
            return ZlibStatus.End;
        if (code is not (PAL_Z_OK or PAL_Z_BUFERROR))
            return ZlibStatus.Invalid;
        return stream->availOut == 0 ? ZlibStatus.OutputFull : ZlibStatus.Done;
    }

    private void Free()
    {
        if (stream is null)
            return;
        End();
        NativeMemory.Free(stream);
        stream = null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private protected struct PAL_ZStream
    {
        public byte* nextIn;
        public byte* nextOut;
        public byte* msg;
        public void* internalState;
        public uint availIn;
        public uint availOut;
    }
}
