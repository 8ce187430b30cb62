using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>Which samples of a track belong to the part, and where in the file they are. Samples and chunks are counted from 0.</summary>
internal sealed class TrackCut(Mp4Track track)
{
    public Mp4Track Track => track;

    public long FirstSample { get; private set; }

    /// <summary>The first sample behind the part.</summary>
    public long EndSample { get; private set; }

    /// <summary>In the track's units: how far the first sample is before the start of the part.</summary>
    public ulong Hidden { get; private set; }

    /// <summary>Of the samples in the part, in the track's units.</summary>
    public ulong Duration { get; private set; }

    public int FirstChunk { get; private set; }

    public int LastChunk { get; private set; }

    public uint FirstChunkSamples { get; private set; }

    public uint LastChunkSamples { get; private set; }

    /// <summary>Where the first chunk's first sample of the part is in the file.</summary>
    public long FirstOffset { get; private set; }

    public long MediaStart { get; private set; } = long.MaxValue;

    public long MediaEnd { get; private set; }

    /// <summary>No sample is in the part: the track is shorter than its start.</summary>
    public bool IsEmpty => FirstSample >= EndSample;

    public string Fault { get; private set; } = "";

    public bool Measure(ReadOnlySpan<byte> movie, PlayRange range, bool startsAtKeyFrame, long fileSize)
    {
        ChooseSamples(movie, range, startsAtKeyFrame);
        if (IsEmpty)
            return true;
        Duration = (ulong)UInt128.Min(ulong.MaxValue - 1, SampleTimes.Of(movie, track.Durations, EndSample) - SampleTimes.Of(movie, track.Durations, FirstSample));
        return FindChunks(movie, fileSize);
    }

    private void ChooseSamples(ReadOnlySpan<byte> movie, PlayRange range, bool startsAtKeyFrame)
    {
        var scale = track.MediaHeader.Scale;
        var start = PlayRange.InUnits(range.StartMs, scale);
        FirstSample = Math.Min(SampleTimes.Find(movie, track.Durations, start), track.SampleCount);
        EndSample = track.SampleCount;
        if (range.EndMs > 0)
            EndSample = Math.Min(EndSample, Math.Max(FirstSample + 1, SampleTimes.Find(movie, track.Durations, PlayRange.InUnits(range.EndMs, scale))));
        if (!startsAtKeyFrame || IsEmpty || FindKeyFrame(movie) is not (>= 0 and var keyFrame))
            return;
        FirstSample = keyFrame;
        var begin = SampleTimes.Of(movie, track.Durations, keyFrame);
        Hidden = begin < start ? start - (ulong)begin : 0;
    }

    /// <summary>The last key frame that is not behind the first sample; -1 when the track names none.</summary>
    private long FindKeyFrame(ReadOnlySpan<byte> movie)
    {
        var entries = movie.Slice(track.KeyFrames.Start, track.KeyFrames.Count * 4);
        long best = 0;
        for (; !entries.IsEmpty; entries = entries[4..])
        {
            var number = BinaryPrimitives.ReadUInt32BigEndian(entries);
            if (number > best && number <= FirstSample + 1)
                best = number;
        }

        return best - 1;
    }

    private bool FindChunks(ReadOnlySpan<byte> movie, long fileSize)
    {
        var runs = new ChunkRunReader(movie, track);
        long sample = 0;
        while (sample < EndSample && runs.Next(out var run))
        {
            for (var chunk = run.First; chunk < run.End && sample < EndSample; chunk++)
            {
                var end = sample + run.Samples;
                if (end > FirstSample && !AddChunk(movie, chunk, sample, Math.Min(end, EndSample), fileSize))
                    return false;
                sample = end;
            }
        }

        return sample >= EndSample || Break(runs.IsBroken ? "has a track with a broken stsc box" : "has a track with fewer chunks than samples");
    }

    /// <summary>A chunk some of whose samples are in the part.</summary>
    private bool AddChunk(ReadOnlySpan<byte> movie, int chunk, long firstOfChunk, long end, long fileSize)
    {
        var first = Math.Max(firstOfChunk, FirstSample);
        var offset = OffsetOf(movie, chunk);
        var start = SizeOf(movie, firstOfChunk, first);
        var length = SizeOf(movie, first, end);
        if (offset > (ulong)fileSize || start + length > fileSize - (long)offset)
            return Break("has a chunk that is not in the file");
        start += (long)offset;
        LastChunk = chunk;
        LastChunkSamples = (uint)(end - first);
        if (firstOfChunk <= FirstSample)
        {
            FirstChunk = chunk;
            FirstChunkSamples = LastChunkSamples;
            FirstOffset = start;
        }

        MediaStart = Math.Min(MediaStart, start);
        MediaEnd = Math.Max(MediaEnd, start + length);
        return true;
    }

    public ulong OffsetOf(ReadOnlySpan<byte> movie, int chunk) => track.HasLargeOffsets
        ? BinaryPrimitives.ReadUInt64BigEndian(movie[(track.Chunks.Start + chunk * 8)..])
        : BinaryPrimitives.ReadUInt32BigEndian(movie[(track.Chunks.Start + chunk * 4)..]);

    /// <summary>The size of a run of samples: below 2^64 for as many as there can be.</summary>
    private long SizeOf(ReadOnlySpan<byte> movie, long first, long end)
    {
        if (track.FixedSize > 0)
            return (long)UInt128.Min((UInt128)(end - first) * track.FixedSize, long.MaxValue / 4);
        long size = 0;
        for (var entries = movie[(track.Sizes.Start + (int)first * 4)..(track.Sizes.Start + (int)end * 4)]; !entries.IsEmpty; entries = entries[4..])
            size += BinaryPrimitives.ReadUInt32BigEndian(entries);
        return size;
    }

    private bool Break(string fault)
    {
        Fault = fault;
        return false;
    }
}
