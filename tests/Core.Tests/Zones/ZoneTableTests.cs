using System.Text;
using Engine.Core.Zones;

namespace Engine.Core.Tests.Zones;

public sealed class ZoneTableTests
{
    [Test]
    public void Open_ManyThreadsCountTheSameKeys_NothingIsLost()
    {
        var table = new ZoneTable<long>(1000);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 20_000; i++)
                Increment(table, $"key{i % 50}");
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());

        Assert.That(table.Count, Is.EqualTo(50));
        Assert.That(Enumerable.Range(0, 50).Select(i => Read(table, $"key{i}")), Is.All.EqualTo(1600));
    }

    [Test]
    public void Oldest_AfterUse_IsTheOneNotUsedForLongest()
    {
        var table = new ZoneTable<long>(3);
        Increment(table, "a");
        Increment(table, "b");
        Increment(table, "c");
        Increment(table, "a");

        using var access = table.Open(KeyOf("a"));
        Assert.That(access.IsFull, Is.True);
        access.Remove(access.Oldest);
        Assert.That(access.IsFull, Is.False);
        access.Remove(access.Oldest);
        Assert.That(access[access.Oldest], Is.EqualTo(2));
    }

    [Test]
    public void Remove_FromFullTable_OthersAreStillFound()
    {
        var table = new ZoneTable<long>(5000);
        for (var i = 0; i < 2000; i++)
            Increment(table, $"key{i}");
        for (var i = 0; i < 2000; i += 2)
        {
            using var access = table.Open(KeyOf($"key{i}"));
            access.Remove(access.Find());
        }

        Assert.That(table.Count, Is.EqualTo(1000));
        Assert.That(Enumerable.Range(0, 2000).Select(i => Read(table, $"key{i}")), Is.EqualTo(Enumerable.Range(0, 2000).Select(static i => (long)(i % 2))));
    }

    [TestCase("", "\0")]
    [TestCase("a", "a\0")]
    [TestCase("123456789012345", "1234567890123456")]
    [TestCase("a rather long key, the first", "a rather long key, the other")]
    public void ZoneKey_DifferentKeys_AreDifferent(string one, string other) =>
        Assert.That(KeyOf(one), Is.Not.EqualTo(KeyOf(other)));

    private static ZoneKey KeyOf(string key) => ZoneKey.Of(Encoding.UTF8.GetBytes(key));

    private static void Increment(ZoneTable<long> table, string key)
    {
        using var access = table.Open(KeyOf(key));
        var place = access.Find();
        if (place < 0)
            place = access.Add();
        access[place]++;
    }

    private static long Read(ZoneTable<long> table, string key)
    {
        using var access = table.Open(KeyOf(key));
        var place = access.Find();
        return place < 0 ? 0 : access[place];
    }
}
