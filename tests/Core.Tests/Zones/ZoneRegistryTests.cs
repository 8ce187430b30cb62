using System.Runtime.CompilerServices;
using Engine.Core.Modules;
using Engine.Core.Tests.Conf;
using Engine.Core.Zones;

namespace Engine.Core.Tests.Zones;

/// <summary>What becomes of zones when another configuration takes over.</summary>
[TestFixture]
public sealed class ZoneRegistryTests
{
    private const string Kind = "test";
    private const long Size = 65536;

    private ConfFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new ConfFolder("events {}");

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Open_SameKindAndSizeAsBefore_TakesTheContentOver()
    {
        var before = Load(null, Kind, Size, out var content);

        Load(before, Kind, Size, out var next);

        Assert.That(next, Is.SameAs(content));
    }

    [TestCase("other", Size)]
    [TestCase(Kind, 2 * Size)]
    public void Open_OtherKindOrSizeThanBefore_MakesANewContent(string kind, long size)
    {
        var before = Load(null, Kind, Size, out var content);

        Load(before, kind, size, out var next);

        Assert.That(next, Is.Not.SameAs(content));
    }

    [Test]
    public void Activate_AfterAReload_NothingOfTheConfigurationBeforeIsKept()
    {
        var (next, before) = Reload();

        GC.Collect();

        Assert.That(before.IsAlive, Is.False);
        GC.KeepAlive(next);
    }

    /// <summary>In a frame of its own, whose locals are gone when it has returned.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private (Cycle Next, WeakReference Before) Reload()
    {
        var before = Load(null, Kind, Size, out var content);
        return (Load(before, Kind, 2 * Size, out _), new WeakReference(content));
    }

    private Cycle Load(Cycle? previous, string kind, long size, out object content)
    {
        var cycle = folder.Load(previous: previous);
        content = ZoneRegistry.Of(cycle).Use("zone", kind, size).Open(static _ => new object());
        cycle.Activate();
        return cycle;
    }
}
