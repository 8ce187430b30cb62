using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Threads;

public sealed class SlotIdTests
{
    [Test]
    public void Of_LastSlotOfTheLastGeneration_IsExactAndBelowTheRangeOfBit()
    {
        var last = Last();

        var id = SlotId.Of(SlotId.Slots - 1, last);

        Assert.That(id, Is.LessThan(Math.Pow(2, 51)));
        Assert.That(SlotId.SlotOf(id), Is.EqualTo(SlotId.Slots - 1));
        Assert.That(id, Is.Not.EqualTo(SlotId.Of(SlotId.Slots - 2, last)));
    }

    [Test]
    public void Next_OfTheLastGeneration_IsTheFirst() => Assert.That(SlotId.Next(Last()), Is.Zero);

    private static long Last() => ((1L << 51) / SlotId.Slots) - 1;
}
