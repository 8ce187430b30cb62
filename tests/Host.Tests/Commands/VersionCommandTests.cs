using Engine.Testing;

namespace Engine.Host.Tests.Commands;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class VersionCommandTests
{
    private readonly ServerPrefix prefix = new();

    [TearDown]
    public void RemovePrefix() => prefix.Dispose();

    [Test]
    public void Version_Asked_IsOneLineOnStderr()
    {
        var result = prefix.Run("-v");

        Assert.That((result.ExitCode, result.Output, result.Error), Is.EqualTo((0, "", "nginx version: nginx/1.31.4\n")));
    }

    [Test]
    public void Configuration_Asked_NamesWhatIsBuiltIn()
    {
        var result = prefix.Run("-V");

        Assert.That(result.Error, Does.Match(@"^nginx version: nginx/1\.31\.4\nbuilt as engine/.*, \.NET .*\n(.*\n)*configure arguments: --.*\n$"));
        Assert.That(result.Error, Does.Not.Contain("--without-http "));
    }

    [Test]
    public void Help_Asked_ShowsUsage()
    {
        var result = prefix.Run("-h");

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Error, Does.StartWith("nginx version: nginx/1.31.4\nUsage: nginx [-?hvVtTq] [-s signal] [-p prefix]\n             [-e filename]"));
        Assert.That(result.Error, Does.EndWith("  -g directives : set global directives out of configuration file\n\n"));
    }

    [Test]
    public void Option_Unknown_IsRefused()
    {
        var result = prefix.Run("-x");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, "nginx: invalid option: \"x\"\n")));
    }
}
