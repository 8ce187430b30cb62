using Engine.Core.Buffers;

namespace Engine.Core.Tests.Buffers;

public sealed class SegmentPoolTests
{
    private readonly SegmentPool pool = new();

    [Test]
    public void Rent_BehindAReturn_IsTheSameSegment()
    {
        var segment = pool.Rent();
        pool.Return(segment);

        Assert.That(pool.Rent(), Is.SameAs(segment));
        Assert.That(pool.Leased, Is.EqualTo(1));
    }

    [TestCase(1, SegmentPool.SegmentSize)]
    [TestCase(SegmentPool.SegmentSize, SegmentPool.SegmentSize)]
    [TestCase(SegmentPool.SegmentSize + 1, 2 * SegmentPool.SegmentSize)]
    [TestCase(65536, 65536)]
    public void Rent_BySize_FitsAndIsCounted(int size, int length)
    {
        var buffer = pool.Rent(size);

        Assert.That(buffer, Has.Length.EqualTo(length));
        Assert.That(pool.Leased, Is.EqualTo(1));
        pool.Return(buffer);
        Assert.That(pool.Leased, Is.Zero);
    }

    [Test]
    public void Rent_Segment_NeverMoves() =>
        Assert.That(GC.GetGeneration(pool.Rent()), Is.EqualTo(GC.MaxGeneration));
}
