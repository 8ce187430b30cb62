using Engine.Host.Server;

namespace Engine.Host.Tests.Server;

/// <summary>What <c>env</c> leaves of an environment.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class WorkerEnvironmentTests
{
    private static readonly string[] Original = ["PATH=/bin", "TZ=UTC", "A=1", "AB=2", "EMPTY="];

    [TestCase("TZ=UTC")]
    [TestCase("A=1 TZ=UTC", "A")]
    [TestCase("EMPTY= TZ=UTC", "EMPTY")]
    [TestCase("TZ=UTC", "NOT_THERE")]
    [TestCase("A=3 TZ=UTC", "A=3")]
    [TestCase("A=3=4 TZ=UTC", "A=3=4")]
    [TestCase("A= TZ=UTC", "A=")]
    [TestCase("A=4 TZ=UTC", "A", "A=4")]
    [TestCase("TZ=CET", "TZ=CET")]
    [TestCase("TZ=UTC", "TZ")]
    public void Directives_OfNames_KeepOrSetThem(string expected, params string[] directives) =>
        Assert.That(string.Join(' ', WorkerEnvironment.Of(directives, Original)), Is.EqualTo(expected));
}
