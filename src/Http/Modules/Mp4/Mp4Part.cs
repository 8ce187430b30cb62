using System.Buffers;
using Engine.Core.Net;

namespace Engine.Http.Modules.Mp4;

internal enum Mp4Outcome
{
    /// <summary>There is a new video to send.</summary>
    Made,

    /// <summary>The file as it is answers the request.</summary>
    Whole,

    /// <summary>The file is no video that can be cut: see the fault.</summary>
    Broken,
}

/// <param name="Buffer">How much of a file is read at once, in bytes.</param>
/// <param name="MaxBuffer">The largest metadata, in bytes.</param>
internal sealed record Mp4Limits(long Buffer, long MaxBuffer, bool StartsAtKeyFrame);

/// <summary>
/// A part of a video as a video of its own: type and new metadata in memory, then a run of the file's media data.
/// </summary>
internal sealed class Mp4Part(OpenFile file, PlayRange range, Mp4Limits limits) : IDisposable
{
    /// <summary>Less is not worth a read.</summary>
    private const int LeastBuffer = 4096;

    /// <summary>What is twice as long still fits an array.</summary>
    private const int LargestBuffer = 1 << 29;

    /// <summary>Boxes side by side in a file; a file of nothing but tiny ones is no video.</summary>
    private const int MaxBoxes = 100_000;

    private byte[] buffer = [];
    private byte[] output = [];
    private long bufferStart;
    private int bufferLength;
    private Region type;
    private Region movie;
    private Region media;

    /// <summary>What is wrong with the file, for the log.</summary>
    public string Fault { get; private set; } = "";

    public int Errno { get; private set; }

    /// <summary>Everything before the media data.</summary>
    public ReadOnlyMemory<byte> Head { get; private set; }

    public long MediaStart { get; private set; }

    public long MediaLength { get; private set; }

    /// <summary>On a helper thread: reads the file.</summary>
    public Mp4Outcome Make()
    {
        if (!FindBoxes())
            return Mp4Outcome.Broken;
        if (movie.Length == 0)
            return Break("has no moov box");
        if (media.Length == 0)
            return Break("has no mdat box");
        if (range.IsWhole && movie.Start < media.Start)
            return Mp4Outcome.Whole;
        var metadata = type.Length + movie.Length;
        if (metadata > Math.Min(limits.MaxBuffer, LargestBuffer))
            return Break($"mp4 moov atom is too large: {metadata}, you may want to increase mp4_max_buffer_size");
        return Cut();
    }

    public void Dispose()
    {
        Head = default;
        Return(ref buffer);
        Return(ref output);
    }

    private Mp4Outcome Cut()
    {
        if (!Read(movie, out var source))
            return Mp4Outcome.Broken;
        var cut = new MovieCut(source, range, limits.StartsAtKeyFrame, file.Status.Size);
        if (!cut.Measure())
            return Break(cut.Fault);
        MediaStart = cut.MediaStart;
        MediaLength = cut.MediaEnd - cut.MediaStart;
        output = ArrayPool<byte>.Shared.Rent((int)type.Length + cut.Room + BoxHeader.MaxLength);
        if (!ReadInto(output.AsSpan(0, (int)type.Length), type.Start))
            return Mp4Outcome.Broken;
        var writer = new BoxWriter(output) { Position = (int)type.Length };
        cut.Write(writer);
        writer.BeginMedia(MediaLength);
        if (!cut.MoveChunks(writer))
            return Break(cut.Fault);
        Head = writer.Written;
        return Mp4Outcome.Made;
    }

    /// <summary>The boxes at the top: of each kind the first.</summary>
    private bool FindBoxes()
    {
        var size = file.Status.Size;
        long position = 0;
        for (var count = 0; position < size; count++)
        {
            if (!Peek(position, out var bytes))
                return false;
            if (!BoxHeader.TryRead(bytes, size - position, out var header) || count == MaxBoxes)
            {
                Break($"has a broken box at {position}");
                return false;
            }

            var region = new Region(position, header.BoxLength);
            if (header.Type == BoxType.Ftyp && type.Length == 0)
                type = region;
            else if (header.Type == BoxType.Moov && movie.Length == 0)
                movie = region;
            else if (header.Type == BoxType.Mdat && media.Length == 0)
                media = region;
            position += header.BoxLength;
        }

        return true;
    }

    /// <summary>The bytes of a header, of which more may be there.</summary>
    private bool Peek(long position, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        var needed = (int)Math.Min(BoxHeader.MaxLength, file.Status.Size - position);
        if (position < bufferStart || position + needed > bufferStart + bufferLength)
        {
            var wanted = Math.Min(Math.Clamp(limits.Buffer, LeastBuffer, LargestBuffer), file.Status.Size - position);
            if (!Fill(position, (int)wanted))
                return false;
        }

        bytes = buffer.AsSpan((int)(position - bufferStart), bufferLength - (int)(position - bufferStart));
        return true;
    }

    private bool Read(Region region, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        if (region.Start < bufferStart || region.Start + region.Length > bufferStart + bufferLength)
        {
            if (!Fill(region.Start, (int)region.Length))
                return false;
        }

        bytes = buffer.AsMemory((int)(region.Start - bufferStart), (int)region.Length);
        return true;
    }

    private bool Fill(long position, int length)
    {
        if (buffer.Length < length)
        {
            Return(ref buffer);
            buffer = ArrayPool<byte>.Shared.Rent(length);
        }

        bufferStart = position;
        bufferLength = 0;
        if (!ReadInto(buffer.AsSpan(0, length), position))
            return false;
        bufferLength = length;
        return true;
    }

    private bool ReadInto(Span<byte> into, long position)
    {
        while (!into.IsEmpty)
        {
            var read = file.ReadAt(into, position);
            if (read <= 0)
            {
                Errno = -read;
                Break(read == 0 ? "has become shorter" : "cannot be read");
                return false;
            }

            into = into[read..];
            position += read;
        }

        return true;
    }

    private Mp4Outcome Break(string fault)
    {
        Fault = fault;
        return Mp4Outcome.Broken;
    }

    private static void Return(ref byte[] array)
    {
        if (array.Length > 0)
            ArrayPool<byte>.Shared.Return(array);
        array = [];
    }

    private readonly record struct Region(long Start, long Length);
}
