namespace Engine.Host.Tests;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LaunchOptionsTests
{
    [Test]
    public void Paths_Relative_AreBelowThePrefix()
    {
        var sources = LaunchOptions.SourcesOf(Parse("-p", "/x", "-c", "my.conf", "-e", "my.log"));

        Assert.That((sources.Prefix, sources.ConfFile, sources.ConfPrefix, sources.ErrorLog), Is.EqualTo(("/x/", "/x/my.conf", "/x/", "/x/my.log")));
    }

    [Test]
    public void Paths_NotGiven_AreThoseOfAnInstalledTree()
    {
        var sources = LaunchOptions.SourcesOf(Parse("-p", "/x/"));

        Assert.That((sources.ConfFile, sources.ConfPrefix, sources.ErrorLog), Is.EqualTo(("/x/conf/nginx.conf", "/x/conf/", "/x/logs/error.log")));
    }

    [Test]
    public void Paths_Absolute_StayAsTheyAre()
    {
        var sources = LaunchOptions.SourcesOf(Parse("-p", "/x", "-c", "/etc/a.conf", "-e", "stderr"));

        Assert.That((sources.ConfFile, sources.ConfPrefix, sources.ErrorLog), Is.EqualTo(("/etc/a.conf", "/etc/", "stderr")));
    }

    [Test]
    public void Prefix_Relative_IsBelowTheWorkingDirectory() =>
        Assert.That(LaunchOptions.SourcesOf(Parse("-p", "x")).Prefix, Is.EqualTo(Path.Combine(Environment.CurrentDirectory, "x") + "/"));

    private static CommandLine Parse(params string[] arguments) => CommandLine.Parse(arguments, out _);
}
