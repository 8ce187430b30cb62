using Engine.Core.Net;
using Engine.Http.Modules.Mp4;
using Engine.Interop.Libc;
using Engine.Testing;

namespace Engine.Http.Tests.Modules.Mp4;

/// <summary>Parts of videos hold the samples that they should, and those only.</summary>
public sealed class Mp4PartTests
{
    private static readonly Mp4Limits Limits = new(4096, 1 << 20, StartsAtKeyFrame: false);

    /// <summary>Ten frames of a tenth of a second, a key frame every fifth.</summary>
    private static readonly Track Frames = new(600, [.. Enumerable.Range(0, 10).Select(static i => new Sample($"frame{i}{new string('x', i)}", 60, (uint)(i % 3), i % 5 == 0))], [3]);

    private static readonly Track Sounds = new(1000, [.. Enumerable.Range(0, 40).Select(static i => new Sample($"s{i:00}", 50))], [7, 7, 2, 9]) { HasFixedSize = true, HasLargeOffsets = true, HasLargeTimes = true };

    [Test]
    public void Make_Start_KeepsWhatIsBehindIt()
    {
        var tracks = Part([Frames, Sounds], new PlayRange(450, 0)).Tracks();

        Assert.That(tracks[0].Samples, Is.EqualTo(Frames.Samples.Skip(4)));
        Assert.That(tracks[1].Samples, Is.EqualTo(Sounds.Samples.Skip(9)));
        Assert.That(tracks[0].Edits, Is.Null);
    }

    [Test]
    public void Make_StartAndEnd_KeepsWhatIsBetween()
    {
        var tracks = Part([Frames, Sounds], new PlayRange(300, 700)).Tracks();

        Assert.That(tracks[0].Samples, Is.EqualTo(Frames.Samples.Skip(3).Take(4)));
        Assert.That(tracks[1].Samples, Is.EqualTo(Sounds.Samples.Skip(6).Take(8)));
    }

    [Test]
    public void Make_TrackIsShorterThanTheStart_IsLeftOut() =>
        Assert.That(Part([Frames, Sounds], new PlayRange(1500, 0)).Tracks().Single().Samples, Is.EqualTo(Sounds.Samples.Skip(30)));

    [Test]
    public void Make_MetadataBehindTheMedia_ComeBefore()
    {
        var reader = Part([Frames, Sounds], new PlayRange(0, 0), movieFirst: false);

        Assert.That(reader.TopLevel, Is.EqualTo(new[] { "ftyp", "moov", "mdat" }));
        Assert.That(reader.Tracks().Select(static track => track.Samples), Is.EqualTo(new[] { Frames.Samples, Sounds.Samples }));
        Assert.That(reader.Tracks()[0].Edits, Is.Not.Null);
    }

    [Test]
    public void Make_StartAtKeyFrame_BeginsBeforeAndHidesIt()
    {
        var reader = Part([Frames, Sounds], new PlayRange(730, 0), limits: Limits with { StartsAtKeyFrame = true });
        var track = reader.Tracks()[0];

        Assert.That(track.Samples, Is.EqualTo(Frames.Samples.Skip(5)));
        var edits = track.Edits!.Value;
        // A version of 64 bits: how long it is shown in the movie's units, and from where on in the track's.
        Assert.That((reader.Number(edits + 12), reader.Number(edits + 20)), Is.EqualTo((270u, 138u)));
        Assert.That(reader.Tracks()[1].Samples, Is.EqualTo(Sounds.Samples.Skip(14)));
    }

    [Test]
    public void Make_AnyPartOfAnyVideo_HoldsItsSamples()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 150; round++)
        {
            var tracks = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomTrack(random)).ToArray();
            var start = random.Next(0, 900);
            var range = new PlayRange(start, random.Next(2) == 0 ? 0 : start + random.Next(1, 900));
            var expected = tracks.Select(track => Expected(track, range)).Where(static samples => samples.Length > 0).ToArray();
            if (expected.Length == 0)
                continue;

            var actual = Part(tracks, range, movieFirst: random.Next(2) == 0).Tracks().Select(static track => track.Samples).ToArray();

            Assert.That(actual, Is.EqualTo(expected), $"round {round}");
        }
    }

    [Test]
    public void Make_WholeVideoWithMetadataInFront_IsTheFile() => Assert.That(Make(Video.Make([Frames], movieFirst: true), new PlayRange(0, 0), Limits).Outcome, Is.EqualTo(Mp4Outcome.Whole));

    [TestCase(1001, "has nothing to play from there on")]
    [TestCase(long.MaxValue / 1_000_000_000, "has nothing to play from there on")]
    public void Make_StartBehindTheEnd_IsBroken(long start, string fault) =>
        Assert.That(Make(Video.Make([Frames], movieFirst: true), new PlayRange(start, 0), Limits), Is.EqualTo((Mp4Outcome.Broken, fault)));

    [Test]
    public void Make_MetadataLargerThanAllowed_IsBroken() =>
        Assert.That(Make(Video.Make([Frames], movieFirst: true), new PlayRange(1, 0), Limits with { MaxBuffer = 100 }).Fault, Does.Match("^mp4 moov atom is too large: \\d+, you may want to increase mp4_max_buffer_size$"));

    [TestCase("ftyp", "has no moov box")]
    [TestCase("ftyp moov", "has no mdat box")]
    public void Make_BoxIsMissing_IsBroken(string boxes, string fault) =>
        Assert.That(Make([.. boxes.Split(' ').SelectMany(static type => Video.Box(type))], new PlayRange(1, 0), Limits).Fault, Is.EqualTo(fault));

    [Test]
    public void Make_MutatedVideos_NeverThrowAndStayInBounds()
    {
        var random = new Random(20261129);
        var outcomes = new Dictionary<string, int>();
        byte[][] seeds = [Video.Make([Frames, Sounds], movieFirst: true), Video.Make([Sounds, Frames], movieFirst: false)];
        for (var round = 0; round < 4_000; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            Mutate(random, bytes);
            var limits = Limits with { StartsAtKeyFrame = round % 4 < 2 };
            var (_, fault) = Make(bytes, new PlayRange(random.Next(0, 1500), random.Next(2) * 2000), limits);
            outcomes[fault] = outcomes.GetValueOrDefault(fault) + 1;
        }

        Assert.That(outcomes.Keys, Has.Count.GreaterThan(8), string.Join('\n', outcomes));
    }

    private static VideoReader Part(IReadOnlyList<Track> tracks, PlayRange range, bool movieFirst = true, Mp4Limits? limits = null)
    {
        var bytes = Video.Make(tracks, movieFirst);
        using var file = new TemporaryFile(bytes);
        using var part = new Mp4Part(file.Open, range, limits ?? Limits);
        var outcome = part.Make();
        if (outcome == Mp4Outcome.Whole)
            return new VideoReader(bytes);
        Assert.That((outcome, part.Fault), Is.EqualTo((Mp4Outcome.Made, "")));
        return new VideoReader([.. part.Head.Span, .. bytes.AsSpan((int)part.MediaStart, (int)part.MediaLength)]);
    }

    private static (Mp4Outcome Outcome, string Fault) Make(byte[] bytes, PlayRange range, Mp4Limits limits)
    {
        using var file = new TemporaryFile(bytes);
        using var part = new Mp4Part(file.Open, range, limits);
        var outcome = part.Make();
        if (outcome == Mp4Outcome.Made)
        {
            Assert.That(part.MediaStart, Is.InRange(0, bytes.Length));
            Assert.That(part.MediaLength, Is.InRange(0, bytes.Length - part.MediaStart));
            Assert.That(part.Head.Length, Is.LessThan(bytes.Length + 1024));
        }

        return (outcome, part.Fault);
    }

    private static Sample[] Expected(Track track, PlayRange range)
    {
        var first = CountBefore(track, range.StartMs);
        var end = range.EndMs == 0 ? track.Samples.Count : Math.Max(first + 1, CountBefore(track, range.EndMs));
        var kept = track.Samples.Take(Math.Min(end, track.Samples.Count)).Skip(first).ToArray();
        // Without a table of key frames each is one.
        return track.Samples.All(static sample => sample.IsKey) ? [.. kept.Select(static sample => sample with { IsKey = true })] : kept;
    }

    /// <summary>Samples that are over at a time.</summary>
    private static int CountBefore(Track track, long milliseconds)
    {
        var time = milliseconds * track.Scale / 1000;
        return track.Samples.TakeWhile(sample => (time -= sample.Duration) >= 0).Count();
    }

    private static Track RandomTrack(Random random)
    {
        var count = random.Next(1, 30);
        var isFixed = random.Next(3) == 0;
        var samples = Enumerable.Range(0, count).Select(i => new Sample(isFixed ? $"{i:000}" : $"{i}{new string('.', random.Next(5))}", (uint)random.Next(1, 80), (uint)random.Next(2), random.Next(3) == 0));
        return new Track((uint)random.Next(1, 2000), [.. samples], [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 6))])
        {
            HasFixedSize = isFixed,
            HasLargeOffsets = random.Next(2) == 0,
            HasLargeTimes = random.Next(2) == 0,
        };
    }

    /// <summary>Sizes and counts become what they should not be.</summary>
    private static void Mutate(Random random, byte[] bytes)
    {
        uint[] interesting = [0, 1, 2, 7, 8, 9, 16, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF, (uint)bytes.Length];
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var position = random.Next(bytes.Length - 4);
            if (random.Next(2) == 0)
                Video.Number(interesting[random.Next(interesting.Length)]).CopyTo(bytes, position & ~3);
            else
                bytes[position] = (byte)random.Next(256);
        }
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly string path = Path.GetTempFileName();

        public TemporaryFile(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            var handle = File.OpenHandle(path);
            Open = new OpenFile(handle, new FileStatus(0x8000, 0, 0, bytes.Length, 0, 0));
        }

        public OpenFile Open { get; }

        public void Dispose()
        {
            Open.Release();
            File.Delete(path);
        }
    }
}
