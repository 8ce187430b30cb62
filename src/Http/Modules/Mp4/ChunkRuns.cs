using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>Chunks with the same number of samples.</summary>
/// <param name="First">Counted from 0.</param>
/// <param name="End">The first chunk behind the run.</param>
internal readonly record struct ChunkRun(int First, int End, uint Samples, uint Description);

/// <summary>Reads the table stsc: each entry says where a run begins; it ends where the next one does.</summary>
internal ref struct ChunkRunReader(ReadOnlySpan<byte> movie, Mp4Track track)
{
    private readonly ReadOnlySpan<byte> entries = movie.Slice(track.ChunkRuns.Start, track.ChunkRuns.Count * EntrySize);
    private readonly int chunkCount = track.Chunks.Count;
    private int position;
    private int expected;

    private const int EntrySize = 12;

    /// <summary>The runs do not follow one another, or a chunk is said to have no samples.</summary>
    public bool IsBroken { get; private set; }

    public bool Next(out ChunkRun run)
    {
        run = default;
        if (position == entries.Length || expected >= chunkCount)
            return false;
        var entry = entries[position..];
        position += EntrySize;
        var first = BinaryPrimitives.ReadUInt32BigEndian(entry);
        var end = position == entries.Length ? (uint)chunkCount + 1 : BinaryPrimitives.ReadUInt32BigEndian(entry[EntrySize..]);
        var samples = BinaryPrimitives.ReadUInt32BigEndian(entry[4..]);
        if (first != expected + 1 || end <= first || samples == 0)
        {
            IsBroken = true;
            return false;
        }

        var last = (int)Math.Min(end - 1, (uint)chunkCount);
        run = new ChunkRun(expected, last, samples, BinaryPrimitives.ReadUInt32BigEndian(entry[8..]));
        expected = last;
        return true;
    }
}
