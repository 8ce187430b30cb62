using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>The metadata of a video, and those of a part of it.</summary>
/// <param name="source">The box moov.</param>
/// <param name="fileSize">In bytes; no sample is behind it.</param>
internal sealed class MovieCut(ReadOnlyMemory<byte> source, PlayRange range, bool startsAtKeyFrame, long fileSize)
{
    private const int MaxTracks = 1000;

    /// <summary>What a track may grow by: an edit list, and two more runs of chunks.</summary>
    private const int TrackGrowth = 128;

    private readonly List<TrackCut> tracks = [];
    private readonly List<WrittenChunks> written = [];
    private Box movie;
    private Box header;

    /// <summary>The run of the file that the part's samples are in.</summary>
    public long MediaStart { get; private set; } = long.MaxValue;

    public long MediaEnd { get; private set; }

    /// <summary>The new metadata are at most this long, in bytes.</summary>
    public int Room => source.Length + tracks.Count * TrackGrowth;

    public string Fault { get; private set; } = "";

    /// <summary>Reads the metadata and decides what is in the part.</summary>
    public bool Measure()
    {
        var bytes = source.Span;
        if (!new BoxReader(bytes, 0, bytes.Length).Next(out movie))
            return Break("has a broken moov box");
        var reader = new BoxReader(bytes, movie.Content, movie.End);
        while (reader.Next(out var child))
        {
            if (child.Type == BoxType.Cmov)
                return Break("has a compressed moov box");
            if (child.Type == BoxType.Mvhd)
                header = child;
            if (child.Type == BoxType.Trak && !AddTrack(bytes, child))
                return false;
        }

        if (reader.IsBroken)
            return Break("has a broken box in its moov box");
        if (!header.Exists || !TimeFields.Fits(bytes, header, TimeFields.MovieDuration))
            return Break("has no mvhd box, or a broken one");
        return MediaEnd > 0 || Break("has nothing to play from there on");
    }

    /// <summary>Writes the new metadata, the places of chunks as they are.</summary>
    public void Write(BoxWriter writer)
    {
        var bytes = source.Span;
        var scale = TimeFields.Scale(bytes, header);
        var start = writer.Begin(BoxType.Moov);
        var reader = new BoxReader(bytes, movie.Content, movie.End);
        while (reader.Next(out var child))
        {
            if (child.Type == BoxType.Trak)
                WriteTrack(writer, child, scale);
            else
                Copy(writer, child);
            if (child == header)
                TimeFields.Shorten(writer.Written.Span, header with { Start = writer.Position - header.Length }, TimeFields.MovieDuration, range, scale);
        }

        writer.End(start);
    }

    /// <summary>The media data begin behind what is written: chunks are moved there.</summary>
    public bool MoveChunks(BoxWriter writer)
    {
        var distance = writer.Position - MediaStart;
        foreach (var chunks in written)
        {
            var entries = writer.Written.Span[chunks.Start..chunks.End];
            for (; !entries.IsEmpty; entries = entries[chunks.EntrySize..])
            {
                if (chunks.EntrySize == sizeof(ulong))
                {
                    BinaryPrimitives.WriteInt64BigEndian(entries, BinaryPrimitives.ReadInt64BigEndian(entries) + distance);
                    continue;
                }

                var offset = BinaryPrimitives.ReadUInt32BigEndian(entries) + distance;
                if (offset > uint.MaxValue)
                    return Break("has offsets of 32 bits, and becomes too long for them");
                BinaryPrimitives.WriteUInt32BigEndian(entries, (uint)offset);
            }
        }

        return true;
    }

    private bool AddTrack(ReadOnlySpan<byte> bytes, Box box)
    {
        if (tracks.Count == MaxTracks)
            return Break("has too many tracks");
        var track = new Mp4Track(box);
        if (!track.Read(bytes))
            return Break(track.Fault);
        var cut = new TrackCut(track);
        if (!cut.Measure(bytes, range, startsAtKeyFrame, fileSize))
            return Break(cut.Fault);
        tracks.Add(cut);
        MediaStart = Math.Min(MediaStart, cut.MediaStart);
        MediaEnd = Math.Max(MediaEnd, cut.MediaEnd);
        return true;
    }

    /// <summary>A track of which nothing is in the part is left out.</summary>
    private void WriteTrack(BoxWriter writer, Box box, uint scale)
    {
        var cut = tracks.Find(track => track.Track.Box == box)!;
        if (!cut.IsEmpty)
            written.Add(new TrackWriter(writer, source, cut, range, scale).Write());
    }

    private void Copy(BoxWriter writer, Box box) => writer.Write(source.Span.Slice(box.Start, box.Length));

    private bool Break(string fault)
    {
        Fault = fault;
        return false;
    }
}

/// <summary>Where the places of a track's chunks are in the new metadata.</summary>
internal readonly record struct WrittenChunks(int Start, int End, int EntrySize);
