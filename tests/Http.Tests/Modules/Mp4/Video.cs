using System.Buffers.Binary;
using System.Text;

namespace Engine.Http.Tests.Modules.Mp4;

/// <summary>A sample of a track: what is in it, how long it lasts in the track's units, how much later it is shown.</summary>
internal sealed record Sample(string Data, uint Duration, uint Composition = 0, bool IsKey = true);

/// <param name="ChunkSizes">Samples of each chunk; the last one goes on.</param>
internal sealed record Track(uint Scale, IReadOnlyList<Sample> Samples, IReadOnlyList<int> ChunkSizes)
{
    public bool HasLargeOffsets { get; init; }

    public bool HasLargeTimes { get; init; }

    public bool HasFixedSize { get; init; }

    public ulong Duration => (ulong)Samples.Sum(static sample => sample.Duration);

    public IEnumerable<(int First, int Count)> Chunks()
    {
        for (int i = 0, chunk = 0; i < Samples.Count; chunk++)
        {
            var count = Math.Min(ChunkSizes[Math.Min(chunk, ChunkSizes.Count - 1)], Samples.Count - i);
            yield return (i, count);
            i += count;
        }
    }
}

/// <summary>Makes small videos, box by box.</summary>
internal static class Video
{
    public const uint MovieScale = 1000;

    public static byte[] Make(IReadOnlyList<Track> tracks, bool movieFirst)
    {
        var type = Box("ftyp", "isom\0\0\x02\0isomiso2mp41"u8.ToArray());
        var movieLength = Movie(tracks, [.. tracks.Select(static track => new long[track.Chunks().Count()])]).Length;
        var mediaStart = type.Length + 8 + (movieFirst ? movieLength : 0) + Box("free", "x"u8.ToArray()).Length;
        var media = Media(tracks, mediaStart, out var places);
        var movie = Movie(tracks, places);
        var free = Box("free", "x"u8.ToArray());
        return movieFirst ? [.. type, .. movie, .. free, .. Box("mdat", media)] : [.. type, .. free, .. Box("mdat", media), .. movie];
    }

    public static byte[] Box(string type, params byte[][] content) =>
        [.. Number((uint)(8 + content.Sum(static part => part.Length))), .. Encoding.Latin1.GetBytes(type), .. content.SelectMany(static part => part)];

    public static byte[] Number(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>The chunks of all tracks by turns.</summary>
    private static byte[] Media(IReadOnlyList<Track> tracks, long start, out long[][] places)
    {
        var media = new List<byte>();
        var chunks = tracks.Select(static track => track.Chunks().ToArray()).ToArray();
        places = [.. chunks.Select(static track => new long[track.Length])];
        for (var i = 0; i < chunks.Max(static track => track.Length); i++)
        {
            for (var t = 0; t < tracks.Count; t++)
            {
                if (i >= chunks[t].Length)
                    continue;
                places[t][i] = start + media.Count;
                foreach (var sample in tracks[t].Samples.Skip(chunks[t][i].First).Take(chunks[t][i].Count))
                    media.AddRange(Encoding.Latin1.GetBytes(sample.Data));
            }
        }

        return [.. media];
    }

    private static byte[] Movie(IReadOnlyList<Track> tracks, long[][] places)
    {
        var duration = tracks.Max(static track => track.Duration * MovieScale / track.Scale);
        var header = Box("mvhd", Number(0), Number(0), Number(0), Number(MovieScale), Number((uint)duration), new byte[80]);
        return Box("moov", [header, .. tracks.Select((track, i) => MakeTrack(track, places[i])), Box("udta", Number(7))]);
    }

    private static byte[] MakeTrack(Track track, long[] places)
    {
        var duration = track.Duration * MovieScale / track.Scale;
        var header = track.HasLargeTimes
            ? Box("tkhd", Number(1 << 24), new byte[24], Long((long)duration), new byte[60])
            : Box("tkhd", Number(0), new byte[16], Number((uint)duration), new byte[60]);
        var mediaHeader = track.HasLargeTimes
            ? Box("mdhd", Number(1 << 24), new byte[16], Number(track.Scale), Long((long)track.Duration), Number(0))
            : Box("mdhd", Number(0), new byte[8], Number(track.Scale), Number((uint)track.Duration), Number(0));
        var edits = Box("edts", Box("elst", Number(0), Number(1), Number((uint)duration), Number(0), Number(1 << 16)));
        return Box("trak", header, edits, Box("mdia", mediaHeader, Box("hdlr", new byte[24]), Box("minf", Box("vmhd", new byte[12]), Tables(track, places))));
    }

    private static byte[] Tables(Track track, long[] places)
    {
        var samples = track.Samples;
        var tables = new List<byte[]> { Box("stsd", Number(0), Number(1), Box("avc1", new byte[8])) };
        tables.Add(Runs("stts", samples.Select(static sample => sample.Duration)));
        if (samples.Any(static sample => !sample.IsKey))
            tables.Add(Table("stss", [.. samples.Index().Where(static pair => pair.Item.IsKey).Select(static pair => Number((uint)pair.Index + 1))]));
        if (samples.Any(static sample => sample.Composition > 0))
            tables.Add(Runs("ctts", samples.Select(static sample => sample.Composition)));
        tables.Add(ChunkRuns(track));
        tables.Add(track.HasFixedSize
            ? Box("stsz", Number(0), Number((uint)samples[0].Data.Length), Number((uint)samples.Count))
            : Box("stsz", [Number(0), Number(0), Number((uint)samples.Count), .. samples.Select(static sample => Number((uint)sample.Data.Length))]));
        tables.Add(Table(track.HasLargeOffsets ? "co64" : "stco", [.. places.Select(place => track.HasLargeOffsets ? Long(place) : Number((uint)place))]));
        tables.Add(Table("sgpd", [Number(1)]));
        return Box("stbl", [.. tables]);
    }

    private static byte[] ChunkRuns(Track track)
    {
        var entries = new List<byte[]>();
        var last = 0;
        foreach (var (i, chunk) in track.Chunks().Index())
        {
            if (chunk.Count != last)
                entries.Add([.. Number((uint)i + 1), .. Number((uint)chunk.Count), .. Number(1)]);
            last = chunk.Count;
        }

        return Table("stsc", [.. entries]);
    }

    private static byte[] Runs(string type, IEnumerable<uint> values)
    {
        var entries = new List<(uint Count, uint Value)>();
        foreach (var value in values)
        {
            if (entries.Count > 0 && entries[^1].Value == value)
                entries[^1] = (entries[^1].Count + 1, value);
            else
                entries.Add((1, value));
        }

        return Table(type, [.. entries.Select(static entry => (byte[])[.. Number(entry.Count), .. Number(entry.Value)])]);
    }

    private static byte[] Table(string type, byte[][] entries) => Box(type, [Number(0), Number((uint)entries.Length), .. entries]);

    private static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
