using Engine.Testing;

namespace Engine.Http.Tests;

/// <summary>Tests that share one server; each has connections of its own.</summary>
[Parallelizable(ParallelScope.All)]
internal abstract class ServerFixture(string conf)
{
    protected ServerUnderTest Server { get; private set; } = null!;

    [OneTimeSetUp]
    public void StartServer() => Server = ServerUnderTest.Start(conf);

    /// <summary>Fails when the server crashed or logged an alert.</summary>
    [OneTimeTearDown]
    public void StopServer() => Server.Dispose();

    /// <summary>A directive that the nginx which stands in for Engine does not know yet.</summary>
    protected static string EngineOnly(string directive) => ServerBinary.UnderTest.IsNginx ? "" : directive;

    /// <summary>nginx 1.22 is older than what is tested here.</summary>
    protected static void NeedsEngine()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("goes beyond the nginx that is here");
    }
}
