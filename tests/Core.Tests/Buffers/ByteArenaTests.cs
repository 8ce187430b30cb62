using Engine.Core.Buffers;

namespace Engine.Core.Tests.Buffers;

public sealed class ByteArenaTests
{
    private readonly ByteArena arena = new();

    [Test]
    public void Copy_ManyOfAllSizes_NoneOverwritesAnother()
    {
        var random = new Random(1);
        var copies = new List<(ByteString Copy, byte[] Source)>();
        for (var i = 0; i < 500; i++)
        {
            var source = new byte[random.Next(i % 10 == 0 ? 10_000 : 300)];
            random.NextBytes(source);
            copies.Add((arena.Copy(source), source));
        }

        Assert.That(copies, Has.All.Matches<(ByteString Copy, byte[] Source)>(static pair => pair.Copy.Equals(pair.Source)));
    }

    [Test]
    public void Allocate_ALongValueInBetween_DoesNotEndTheChunkInUse()
    {
        var before = arena.Allocate(10, out _);
        arena.Allocate(100_000, out _);
        var after = arena.Allocate(10, out _);

        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(before.Memory, out var first);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(after.Memory, out var second);
        Assert.That((second.Array, second.Offset), Is.EqualTo((first.Array, first.Offset + 10)));
    }

    [Test]
    public void Reset_TheSameRequestAgain_AllocatesNothing()
    {
        Request();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Request();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Request()
        {
            arena.Reset();
            for (var i = 0; i < 60; i++)
                arena.Concat("some name"u8, "and quite a long value, as fields have it now and then"u8);
        }
    }

    [TestCase(0, "0")]
    [TestCase(-1, "-1")]
    [TestCase(long.MinValue, "-9223372036854775808")]
    public void Format_Number_IsTheShortestDecimal(long number, string expected) =>
        Assert.That(arena.Format(number).ToString(), Is.EqualTo(expected));
}
