using System.Buffers.Binary;
using System.Text;

namespace Engine.Http.Tests.Modules.Mp4;

/// <summary>Reads a video back, sample by sample, in the plainest way.</summary>
internal sealed class VideoReader(byte[] file)
{
    /// <summary>The boxes of a container (the file for an empty name) as name, place and length of their content.</summary>
    public IEnumerable<(string Type, int Start, int Length)> Boxes(int start, int end)
    {
        while (start < end)
        {
            var length = (int)Number(start);
            yield return (Encoding.Latin1.GetString(file, start + 4, 4), start + 8, length - 8);
            start += length;
        }
    }

    public IEnumerable<string> TopLevel => Boxes(0, file.Length).Select(static box => box.Type);

    public IReadOnlyList<VideoTrack> Tracks()
    {
        var movie = Find(0, file.Length, "moov");
        return [.. Boxes(movie.Start, movie.Start + movie.Length).Where(static box => box.Type == "trak").Select(ReadTrack)];
    }

    public uint Number(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));

    private VideoTrack ReadTrack((string Type, int Start, int Length) track)
    {
        var tables = Find(track, "mdia", "minf", "stbl");
        (string Type, int Start, int Length)? Table(string type) =>
            Boxes(tables.Start, tables.Start + tables.Length).Cast<(string Type, int Start, int Length)?>().FirstOrDefault(box => box!.Value.Type == type);
        var sizes = Table("stsz")!.Value.Start;
        var count = (int)Number(sizes + 8);
        var durations = Spread(Table("stts")!.Value.Start);
        var compositions = Table("ctts") is { } ctts ? Spread(ctts.Start) : [.. Enumerable.Repeat(0u, count)];
        var keys = Table("stss") is { } stss ? Enumerable.Range(0, (int)Number(stss.Start + 4)).Select(i => Number(stss.Start + 8 + i * 4)).ToHashSet() : null;
        Assert.That((durations.Count, compositions.Count), Is.EqualTo((count, count)), "samples of the tables");
        var data = ReadChunks(Table("stsc")!.Value.Start, Table("stco") ?? Table("co64")!.Value, i => (int)(Number(sizes + 4) is > 0 and var size ? size : Number(sizes + 12 + i * 4)));
        Assert.That(data, Has.Count.EqualTo(count), "samples in chunks");
        var samples = data.Select((text, i) => new Sample(text, durations[i], compositions[i], keys?.Contains((uint)i + 1) ?? true)).ToArray();
        var edits = Boxes(track.Start, track.Start + track.Length).Where(static box => box.Type == "edts").Select(static box => box.Start + 8).ToArray();
        return new VideoTrack(samples, edits.Length == 0 ? null : edits[0]);
    }

    private List<string> ReadChunks(int runs, (string Type, int Start, int Length) chunks, Func<int, int> sizeOf)
    {
        var data = new List<string>();
        var (count, entries) = ((int)Number(chunks.Start + 4), (int)Number(runs + 4));
        for (var chunk = 0; chunk < count; chunk++)
        {
            var run = Enumerable.Range(0, entries).Last(i => Number(runs + 8 + i * 12) <= chunk + 1);
            var place = chunks.Type == "co64" ? (int)BinaryPrimitives.ReadInt64BigEndian(file.AsSpan(chunks.Start + 8 + chunk * 8)) : (int)Number(chunks.Start + 8 + chunk * 4);
            for (var i = 0; i < Number(runs + 12 + run * 12); i++)
            {
                var size = sizeOf(data.Count);
                data.Add(Encoding.Latin1.GetString(file, place, size));
                place += size;
            }
        }

        return data;
    }

    private List<uint> Spread(int table) =>
        [.. Enumerable.Range(0, (int)Number(table + 4)).SelectMany(i => Enumerable.Repeat(Number(table + 12 + i * 8), (int)Number(table + 8 + i * 8)))];

    private (string Type, int Start, int Length) Find((string Type, int Start, int Length) from, params string[] path) =>
        path.Aggregate(from, (box, type) => Find(box.Start, box.Start + box.Length, type));

    private (string Type, int Start, int Length) Find(int start, int end, string type) => Boxes(start, end).Single(box => box.Type == type);
}

/// <param name="Edits">The place of the content of the track's elst.</param>
internal sealed record VideoTrack(IReadOnlyList<Sample> Samples, int? Edits);
