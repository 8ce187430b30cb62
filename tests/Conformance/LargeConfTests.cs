using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Thousands of servers, locations and map entries: each is found. bench/ measures how quickly.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LargeConfTests
{
    /// <summary>Not a divisor of the sizes: every part of the configuration is asked for.</summary>
    private const int Step = 97;

    [Test]
    public void Servers_TenThousand_EachIsFoundByItsNames() => Check(LargeConf.Servers(10_000), 10_000);

    [Test]
    public void Locations_FiftyThousand_EachIsFoundByItsPrefix()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("nginx needs a minute to read it");
        Check(LargeConf.Locations(50_000), 50_000);
    }

    [Test]
    public void Map_HundredThousandEntries_EachHasItsValue() => Check(LargeConf.Map(100_000), 100_000);

    private static void Check(LargeConf conf, int count)
    {
        using var server = ServerUnderTest.Start($"http {{ access_log off; keepalive_requests 10000; {conf.Http} }}");
        using var connection = server.Connect();
        for (var i = 0; i < count; i += Step)
        {
            var (host, target) = conf.Request(i);
            var response = connection.SendLines($"GET {target} HTTP/1.1", $"Host: {host}").ReadResponse();
            Assert.That(response.Body, Is.EqualTo($"number {i}"));
        }
    }
}
