using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>A table of a track: entries of one size, one behind the other.</summary>
/// <param name="Box">The box that it is in; version and flags are its first four bytes.</param>
/// <param name="Start">The first entry's place in the metadata.</param>
internal readonly record struct Table(Box Box, int Start, int Count)
{
    public bool Exists => Box.Exists;
}

/// <summary>
/// A track: its boxes, found and checked for their sizes. What the tables say is not believed yet.
/// (ISO/IEC 14496-12, 8.3 and following)
/// </summary>
internal sealed class Mp4Track(Box box)
{
    private Box media;
    private Box information;
    private Box tables;

    public Box Box => box;

    /// <summary>tkhd</summary>
    public Box Header { get; private set; }

    /// <summary>mdhd</summary>
    public MediaHeader MediaHeader { get; private set; }

    /// <summary>stsd</summary>
    public Box Descriptions { get; private set; }

    /// <summary>stts: runs of samples of the same duration.</summary>
    public Table Durations { get; private set; }

    /// <summary>ctts: runs of samples with the same distance between decoding and showing.</summary>
    public Table Compositions { get; private set; }

    /// <summary>stss: the samples that can be decoded without others; there is none when all can.</summary>
    public Table KeyFrames { get; private set; }

    /// <summary>stsc: runs of chunks with the same number of samples.</summary>
    public Table ChunkRuns { get; private set; }

    /// <summary>stsz; without entries when all samples have one size.</summary>
    public Table Sizes { get; private set; }

    /// <summary>Of all samples in bytes; 0 when they differ.</summary>
    public uint FixedSize { get; private set; }

    public long SampleCount { get; private set; }

    /// <summary>stco or co64: where chunks begin in the file.</summary>
    public Table Chunks { get; private set; }

    public bool HasLargeOffsets => Chunks.Box.Type == BoxType.Co64;

    public string Fault { get; private set; } = "";

    public bool Read(ReadOnlySpan<byte> movie)
    {
        if (!ReadBoxes(movie, box))
            return false;
        if (!Header.Exists || !MediaHeader.Box.Exists || !Descriptions.Exists || !Durations.Exists || !ChunkRuns.Exists || !Sizes.Exists || !Chunks.Exists)
            return Break("has a track without one of the boxes tkhd, mdhd, stsd, stts, stsc, stsz, stco");
        return MediaHeader.Scale != 0 || Break("has a track without a time scale");
    }

    private bool ReadBoxes(ReadOnlySpan<byte> movie, Box container)
    {
        var reader = new BoxReader(movie, container.Content, container.End);
        while (reader.Next(out var child))
        {
            if (!(container.Type == BoxType.Stbl ? ReadTableBox(movie, child) : ReadBox(movie, container.Type, child)))
                return false;
        }

        return !reader.IsBroken || Break("has a track with a broken box");
    }

    /// <summary>Each container has its place, so that no file decides how deep the calls go.</summary>
    private bool ReadBox(ReadOnlySpan<byte> movie, uint container, Box child)
    {
        switch (container, child.Type)
        {
            case (BoxType.Trak, BoxType.Tkhd):
                if (Header.Exists || !TimeFields.Fits(movie, child, TimeFields.TrackDuration))
                    return Break("has a track with a broken tkhd box");
                Header = child;
                return true;
            case (BoxType.Trak, BoxType.Mdia):
                return !media.Exists ? ReadBoxes(movie, media = child) : Break("has a track with two mdia boxes");
            case (BoxType.Mdia, BoxType.Mdhd):
                if (MediaHeader.Box.Exists || !TimeFields.Fits(movie, child, TimeFields.MovieDuration))
                    return Break("has a track with a broken mdhd box");
                MediaHeader = new MediaHeader(child, TimeFields.Scale(movie, child));
                return true;
            case (BoxType.Mdia, BoxType.Minf):
                return !information.Exists ? ReadBoxes(movie, information = child) : Break("has a track with two minf boxes");
            case (BoxType.Minf, BoxType.Stbl):
                return !tables.Exists ? ReadBoxes(movie, tables = child) : Break("has a track with two stbl boxes");
            default:
                return true;
        }
    }

    private bool ReadTableBox(ReadOnlySpan<byte> movie, Box child)
    {
        switch (child.Type)
        {
            case BoxType.Stsd:
                if (Descriptions.Exists)
                    return Break("has a track with two stsd boxes");
                Descriptions = child;
                return true;
            case BoxType.Stts:
                return TryTable(movie, child, Durations, 8, out var durations) && (Durations = durations).Exists;
            case BoxType.Ctts:
                return TryTable(movie, child, Compositions, 8, out var compositions) && (Compositions = compositions).Exists;
            case BoxType.Stss:
                return TryTable(movie, child, KeyFrames, 4, out var keyFrames) && (KeyFrames = keyFrames).Exists;
            case BoxType.Stsc:
                return TryTable(movie, child, ChunkRuns, 12, out var runs) && (ChunkRuns = runs).Exists;
            case BoxType.Stsz:
                return ReadSizes(movie, child);
            case BoxType.Stco:
                return TryTable(movie, child, Chunks, 4, out var chunks) && (Chunks = chunks).Exists;
            case BoxType.Co64:
                return TryTable(movie, child, Chunks, 8, out var largeChunks) && (Chunks = largeChunks).Exists;
            default:
                return true;
        }
    }

    /// <summary>Version and flags, the number of entries, the entries.</summary>
    private bool TryTable(ReadOnlySpan<byte> movie, Box child, Table known, int entrySize, out Table table)
    {
        table = default;
        if (known.Exists || child.ContentLength < 8)
            return Break("has a track with a broken table");
        var count = BinaryPrimitives.ReadUInt32BigEndian(movie[(child.Content + 4)..]);
        if (count > (child.ContentLength - 8) / entrySize)
            return Break("has a track with a table that is shorter than it says");
        table = new Table(child, child.Content + 8, (int)count);
        return true;
    }

    private bool ReadSizes(ReadOnlySpan<byte> movie, Box child)
    {
        if (Sizes.Exists || child.ContentLength < 12)
            return Break("has a track with a broken stsz box");
        FixedSize = BinaryPrimitives.ReadUInt32BigEndian(movie[(child.Content + 4)..]);
        SampleCount = BinaryPrimitives.ReadUInt32BigEndian(movie[(child.Content + 8)..]);
        if (FixedSize == 0 && SampleCount > (child.ContentLength - 12) / 4)
            return Break("has a track with a table that is shorter than it says");
        Sizes = new Table(child, child.Content + 12, FixedSize == 0 ? (int)SampleCount : 0);
        return true;
    }

    private bool Break(string fault)
    {
        Fault = fault;
        return false;
    }
}

/// <summary>mdhd, and the units a second of the track's times.</summary>
internal readonly record struct MediaHeader(Box Box, uint Scale);
