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

/// <summary>What is common to both directions: struct z_stream (zlib.h), outside the managed heap because zlib keeps a pointer to it.</summary>
public abstract unsafe partial class ZlibStream : IDisposable
{
    private protected const string Library = "libz.so.1";
    private protected const int Z_OK = 0;
    private protected const int Z_STREAM_END = 1;
    private protected const int Z_BUF_ERROR = -5;

    private z_stream* stream = (z_stream*)NativeMemory.AllocZeroed((nuint)sizeof(z_stream));

    ~ZlibStream() => Free();

    private protected z_stream* Stream => stream;

    private protected static byte* Version => zlibVersion();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private protected abstract int Process(int flush);

    private protected abstract void End();

    /// <summary>One call: <paramref name="input"/> moves behind what was taken.</summary>
    private protected ZlibStatus Run(ref ReadOnlySpan<byte> input, Span<byte> output, int flush, out int written)
    {
        int code;
        fixed (byte* from = input)
        fixed (byte* to = output)
        {
            stream->next_in = from;
            stream->avail_in = (uint)input.Length;
            stream->next_out = to;
            stream->avail_out = (uint)output.Length;
            code = Process(flush);
            stream->next_in = stream->next_out = null;
        }

        input = input[^(int)stream->avail_in..];
        written = output.Length - (int)stream->avail_out;
        if (code == Z_STREAM_END)
            return ZlibStatus.End;
        if (code is not (Z_OK or Z_BUF_ERROR))
            return ZlibStatus.Invalid;
        return stream->avail_out == 0 ? ZlibStatus.OutputFull : ZlibStatus.Done;
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
    private protected struct z_stream
    {
        public byte* next_in;
        public uint avail_in;
        public CULong total_in;
        public byte* next_out;
        public uint avail_out;
        public CULong total_out;
        public byte* msg;
        public void* state;
        public void* zalloc;
        public void* zfree;
        public void* opaque;
        public int data_type;
        public CULong adler;
        public CULong reserved;
    }

    [LibraryImport(Library)]
    private static partial byte* zlibVersion();
}
