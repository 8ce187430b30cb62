using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>Writes a track of which only a part is left.</summary>
/// <param name="movieScale">Units a second of times outside of the media.</param>
internal sealed class TrackWriter(BoxWriter writer, ReadOnlyMemory<byte> source, TrackCut cut, PlayRange range, uint movieScale)
{
    private readonly Mp4Track track = cut.Track;
    private WrittenChunks chunks;

    public WrittenChunks Write()
    {
        WriteContainer(track.Box);
        return chunks;
    }

    /// <summary>Boxes that nothing is known of are copied, but not those beside the tables: they count samples or places in the file.</summary>
    private void WriteContainer(Box container)
    {
        var start = writer.Begin(container.Type);
        var reader = new BoxReader(source.Span, container.Content, container.End);
        while (reader.Next(out var child))
        {
            switch (container.Type, child.Type)
            {
                case (BoxType.Trak, BoxType.Tkhd):
                    WriteHeader(child);
                    break;
                case (BoxType.Trak, BoxType.Edts):
                    // It is about the whole video.
                    if (range.IsWhole)
                        Copy(child);
                    break;
                case (BoxType.Mdia, BoxType.Mdhd):
                    Copy(child);
                    TimeFields.Set(writer.Written.Span, Copied(child), TimeFields.MovieDuration, cut.Duration);
                    break;
                case (BoxType.Trak, BoxType.Mdia) or (BoxType.Mdia, BoxType.Minf) or (BoxType.Minf, BoxType.Stbl):
                    WriteContainer(child);
                    break;
                case (BoxType.Stbl, _):
                    WriteTable(child);
                    break;
                default:
                    Copy(child);
                    break;
            }
        }

        writer.End(start);
    }

    private void WriteHeader(Box header)
    {
        Copy(header);
        var duration = TimeFields.Shorten(writer.Written.Span, Copied(header), TimeFields.TrackDuration, range, movieScale);
        if (cut.Hidden > 0)
            WriteEdits(duration);
    }

    /// <summary>An edit list of one entry: the track is shown from the start of the part on. (ISO/IEC 14496-12, 8.6.6)</summary>
    private void WriteEdits(ulong duration)
    {
        const uint version = 1;
        const uint normalRate = 1 << 16;
        var edits = writer.Begin(BoxType.Edts);
        var list = writer.Begin(BoxType.Elst);
        writer.Write(version << 24);
        writer.Write(1u);
        writer.Write(duration);
        writer.Write(cut.Hidden);
        writer.Write(normalRate);
        writer.End(list);
        writer.End(edits);
    }

    private void WriteTable(Box box)
    {
        switch (box.Type)
        {
            case BoxType.Stsd:
                Copy(box);
                break;
            case BoxType.Stts:
                WriteRuns(track.Durations);
                break;
            case BoxType.Ctts:
                WriteRuns(track.Compositions);
                break;
            case BoxType.Stss:
                WriteKeyFrames();
                break;
            case BoxType.Stsc:
                WriteChunkRuns();
                break;
            case BoxType.Stsz:
                WriteSizes();
                break;
            case BoxType.Stco or BoxType.Co64:
                WriteChunks();
                break;
        }
    }

    private void WriteRuns(Table table)
    {
        var start = BeginTable(table);
        long sample = 0;
        for (var i = 0; i < table.Count; i++)
        {
            var (count, value) = SampleTimes.Entry(source.Span, table, i);
            var kept = Math.Min(sample + count, cut.EndSample) - Math.Max(sample, cut.FirstSample);
            sample += count;
            if (kept <= 0)
                continue;
            writer.Write((uint)kept);
            writer.Write(value);
        }

        EndTable(start, 8);
    }

    private void WriteKeyFrames()
    {
        var start = BeginTable(track.KeyFrames);
        var entries = source.Span.Slice(track.KeyFrames.Start, track.KeyFrames.Count * 4);
        for (; !entries.IsEmpty; entries = entries[4..])
        {
            var number = BinaryPrimitives.ReadUInt32BigEndian(entries);
            if (number > cut.FirstSample && number <= cut.EndSample)
                writer.Write((uint)(number - cut.FirstSample));
        }

        EndTable(start, 4);
    }

    private void WriteChunkRuns()
    {
        var start = BeginTable(track.ChunkRuns);
        var (samples, description) = (0u, 0u);
        var runs = new ChunkRunReader(source.Span, track);
        while (runs.Next(out var run) && run.First <= cut.LastChunk)
        {
            var chunk = Math.Max(run.First, cut.FirstChunk);
            if (chunk >= run.End)
                continue;
            if (chunk == cut.FirstChunk)
                Begin(chunk++, cut.FirstChunkSamples, run.Description);
            var full = Math.Min(run.End, cut.LastChunk);
            if (chunk < full)
                Begin(chunk, run.Samples, run.Description);
            if (cut.LastChunk < run.End && cut.LastChunk != cut.FirstChunk)
                Begin(cut.LastChunk, cut.LastChunkSamples, run.Description);
        }

        EndTable(start, 12);

        void Begin(int chunk, uint samplesOfRun, uint descriptionOfRun)
        {
            if (samplesOfRun == samples && descriptionOfRun == description)
                return;
            (samples, description) = (samplesOfRun, descriptionOfRun);
            writer.Write((uint)(chunk - cut.FirstChunk + 1));
            writer.Write(samples);
            writer.Write(description);
        }
    }

    private void WriteSizes()
    {
        var start = writer.Begin(BoxType.Stsz);
        writer.Write(source.Span.Slice(track.Sizes.Box.Content, 8));
        writer.Write((uint)(cut.EndSample - cut.FirstSample));
        if (track.FixedSize == 0)
            writer.Write(source.Span[(track.Sizes.Start + (int)cut.FirstSample * 4)..(track.Sizes.Start + (int)cut.EndSample * 4)]);
        writer.End(start);
    }

    /// <summary>The places are those in the file; they are moved when it is known by how much.</summary>
    private void WriteChunks()
    {
        var size = track.HasLargeOffsets ? 8 : 4;
        var start = BeginTable(track.Chunks);
        var first = writer.Position;
        if (track.HasLargeOffsets)
            writer.Write((ulong)cut.FirstOffset);
        else
            writer.Write((uint)cut.FirstOffset);
        writer.Write(source.Span[(track.Chunks.Start + (cut.FirstChunk + 1) * size)..(track.Chunks.Start + (cut.LastChunk + 1) * size)]);
        chunks = new WrittenChunks(first, writer.Position, size);
        EndTable(start, size);
    }

    /// <summary>A box with version and flags as they were; the number of entries is written at the end.</summary>
    private int BeginTable(Table table)
    {
        var start = writer.Begin(table.Box.Type);
        writer.Write(source.Span.Slice(table.Box.Content, 4));
        writer.Write(0u);
        return start;
    }

    private void EndTable(int start, int entrySize)
    {
        const int head = 16;
        BinaryPrimitives.WriteInt32BigEndian(writer.Written.Span[(start + 12)..], (writer.Position - start - head) / entrySize);
        writer.End(start);
    }

    private void Copy(Box box) => writer.Write(source.Span.Slice(box.Start, box.Length));

    /// <summary>The box that was copied last, at its new place.</summary>
    private Box Copied(Box box) => box with { Start = writer.Position - box.Length };
}
