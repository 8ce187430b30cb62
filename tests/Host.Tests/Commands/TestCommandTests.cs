using System.Net;
using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Host.Tests.Commands;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class TestCommandTests
{
    private readonly ServerPrefix prefix = new();

    [TearDown]
    public void RemovePrefix() => prefix.Dispose();

    [Test]
    public void Configuration_Right_IsSuccessful()
    {
        prefix.WriteConf("http { server { listen {port}; } }");

        var result = prefix.Run("-t");

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "")));
        Assert.That(result.Error, Is.EqualTo(
            $"nginx: the configuration file {prefix.Root}/conf/nginx.conf syntax is ok\n"
            + $"nginx: configuration file {prefix.Root}/conf/nginx.conf test is successful\n"));
        Assert.That(File.Exists(prefix.PathOf("logs/nginx.pid")), Is.False);
    }

    [Test]
    public void Configuration_RightAndQuiet_SaysNothing()
    {
        prefix.WriteConf("");

        var result = prefix.Run("-t", "-q");

        Assert.That((result.ExitCode, result.Output, result.Error), Is.EqualTo((0, "", "")));
    }

    [Test]
    public void Configuration_Wrong_Fails()
    {
        prefix.WriteConf("http { foo_bar; }");

        var result = prefix.Run("-t");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Is.EqualTo(
            $"nginx: [emerg] unknown directive \"foo_bar\" in {prefix.Root}/conf/nginx.conf:1\n"
            + $"nginx: configuration file {prefix.Root}/conf/nginx.conf test failed\n"));
        Assert.That(result.ErrorLog, Does.Match(@"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[emerg\] (\d+)#\1: unknown directive ""foo_bar"" in .*nginx.conf:1\n$"));
    }

    [Test]
    public void Configuration_WithALogThatCantBeOpened_Fails()
    {
        prefix.WriteConf("error_log /none/x;");

        var result = prefix.Run("-t");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("nginx: [emerg] open() \"/none/x\" failed (2: No such file or directory)\n"));
    }

    [Test]
    public void Configuration_OfARunningServer_IsSuccessful()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Any, prefix.Port));
        taken.Listen();
        prefix.WriteConf("http { server { listen {port}; } }");

        Assert.That(prefix.Run("-t").ExitCode, Is.Zero);
    }

    [Test]
    public void Dump_OfAConfiguration_IsEveryFileVerbatim()
    {
        prefix.WriteFile("conf/nginx.conf", "events {} include a*;\ninclude a.conf; # end")
            .WriteFile("conf/a.conf", "# a\r\n");

        var result = prefix.Run("-T");

        Assert.That(result.Output, Is.EqualTo(
            $"# configuration file {prefix.Root}/conf/nginx.conf:\nevents {{}} include a*;\ninclude a.conf; # end\n"
            + $"# configuration file {prefix.Root}/conf/a.conf:\n# a\r\n\n"));
    }

    [Test]
    public void Parameter_Wrong_Fails()
    {
        prefix.WriteConf("");

        Assert.That(prefix.Run("-t", "-g", "pid logs/a").Error, Does.StartWith("nginx: [emerg] unexpected end of parameter, expecting \";\" in command line\n"));
    }

    [Test]
    public void ErrorLog_ThatCantBeOpened_IsReportedAndReplacedByStderr()
    {
        prefix.WriteConf("foo_bar;");

        var result = prefix.Run("-t", "-e", "none/error.log");

        Assert.That(result.Error, Does.StartWith($"nginx: [alert] could not open error log file: open() \"{prefix.Root}/none/error.log\" failed (2: No such file or directory)\n"));
        Assert.That(result.Error, Does.Match(@"\n\d{4}/.* \[emerg\] .*: unknown directive ""foo_bar"""));
    }
}
