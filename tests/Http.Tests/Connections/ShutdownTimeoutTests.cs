using Engine.Testing;

namespace Engine.Http.Tests.Connections;

/// <summary><c>worker_shutdown_timeout</c>: what a reload leaves of the connections that are with the old configuration.</summary>
internal sealed class ShutdownTimeoutTests
{
    private const string Conf = "worker_shutdown_timeout 50ms; http { server { listen {port}; location / { return 200 ok; } } }";

    [Test]
    public void Reload_ConnectionWithoutRequest_ClosesAfterTheTimeout()
    {
        using var server = ServerUnderTest.Start(Conf);
        using var connection = server.Connect();
        // Both are accepted in order: when the second is answered, the first belongs to the old configuration.
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));

        server.Reload();

        connection.ExpectClosed();
    }

    [Test]
    public void Reload_WithoutTheDirective_LeavesThemAlone()
    {
        using var server = ServerUnderTest.Start(Conf.Replace("worker_shutdown_timeout 50ms;", "", StringComparison.Ordinal));
        using var connection = server.Connect();
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));

        server.Reload();

        Assert.That(connection.Get("/").Body, Is.EqualTo("ok"));
    }
}
