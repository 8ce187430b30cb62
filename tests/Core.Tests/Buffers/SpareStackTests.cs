using Engine.Core.Buffers;

namespace Engine.Core.Tests.Buffers;

public sealed class SpareStackTests
{
    private readonly SpareStack<string> stack = new();

    [Test]
    public void TryPop_OfNothing_IsFalse() => Assert.That(stack.TryPop(out _), Is.False);

    [Test]
    public void TryPop_ManyPushed_LastOneFirst()
    {
        string[] items = [.. Enumerable.Range(0, 20).Select(static i => $"item {i}")];
        foreach (var item in items)
            stack.Push(item);

        Assert.That(stack.Contains(items[19]));
        for (var i = 19; i >= 0; i--)
        {
            Assert.That(stack.TryPop(out var popped));
            Assert.That(popped, Is.SameAs(items[i]));
        }

        Assert.That(stack.Count, Is.Zero);
        Assert.That(stack.Contains(items[0]), Is.False);
    }
}
