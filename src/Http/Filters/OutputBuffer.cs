using Engine.Core.Net;

namespace Engine.Http.Filters;

/// <summary>
/// A piece of a response body on its way through the filters: bytes in memory or a region of a file, or neither, to carry a flag.
/// The memory belongs to the sender again when the task of the call that took it has completed.
/// </summary>
public readonly struct OutputBuffer
{
    public OutputBuffer(ReadOnlyMemory<byte> memory, bool last = false, bool flush = false)
    {
        Memory = memory;
        IsLast = last;
        Flush = flush;
    }

    public OutputBuffer(FileRegion file, bool last = false, bool flush = false)
    {
        File = file;
        IsLast = last;
        Flush = flush;
    }

    /// <summary>The end of the body.</summary>
    public static readonly OutputBuffer End = new(default(ReadOnlyMemory<byte>), last: true);

    public ReadOnlyMemory<byte> Memory { get; }

    public FileRegion File { get; }

    /// <summary>The body ends with this piece.</summary>
    public bool IsLast { get; }

    /// <summary>What is buffered up to here goes to the client now.</summary>
    public bool Flush { get; }

    public bool IsFile => File.File is not null;

    public long Length => IsFile ? File.Length : Memory.Length;

    /// <summary>The same flags on other bytes.</summary>
    public OutputBuffer With(ReadOnlyMemory<byte> memory) => new(memory, IsLast, Flush);

    public OutputBuffer With(FileRegion file) => new(file, IsLast, Flush);

    /// <summary>A run of its bytes, with the same flags.</summary>
    public OutputBuffer Slice(long start, long length) => IsFile
        ? With(File with { Offset = File.Offset + start, Length = length })
        : With(Memory.Slice((int)start, (int)length));

    /// <summary>A run of its bytes as one of several pieces in its place: the flags are those of the piece that it ends with.</summary>
    public OutputBuffer Piece(long start, long length) =>
        start + length == Length ? Slice(start, length) : IsFile
            ? new OutputBuffer(File with { Offset = File.Offset + start, Length = length })
            : new OutputBuffer(Memory.Slice((int)start, (int)length));

    /// <summary>Other bytes as one of several pieces in its place.</summary>
    public OutputBuffer Piece(ReadOnlyMemory<byte> memory, bool isEnd) => new(memory, IsLast && isEnd, Flush && isEnd);

    public OutputBuffer WithFlush() => IsFile ? new OutputBuffer(File, IsLast, flush: true) : new OutputBuffer(Memory, IsLast, flush: true);

    public OutputBuffer WithLast(bool last) => IsFile ? new OutputBuffer(File, last, Flush) : new OutputBuffer(Memory, last, Flush);
}
