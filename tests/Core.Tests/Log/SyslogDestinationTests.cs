using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Core.Log;
using Engine.Testing;

namespace Engine.Core.Tests.Log;

public sealed class SyslogDestinationTests
{
    [TestCase("", "<187>")]
    [TestCase(",facility=user,tag=web,nohostname", "<11>")]
    public void Write_ErrorLine_IsOneDatagramWithPriority(string parameters, string priority)
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        using var files = new LogFiles();
        var log = new ErrorLog(new ErrorLogTarget(files.Use($"syslog:server=127.0.0.1:{port}{parameters}"), LogLevel.Error));

        log.Write(LogLevel.Error, $"it failed");

        IPEndPoint? from = null;
        var text = Encoding.UTF8.GetString(server.Receive(ref from));
        var middle = parameters.Length == 0 ? System.Text.RegularExpressions.Regex.Escape(Environment.MachineName) + " nginx" : "web";
        Assert.That(text, Does.Match($@"^{priority}\w{{3}} [ \d]\d \d\d:\d\d:\d\d {middle}: \d{{4}}/.*\[error\] .*: it failed$"));
    }

    [TestCase("server=127.0.0.1,server=127.0.0.1", "duplicate syslog \"server\"")]
    [TestCase("facility=user", "no syslog server specified")]
    [TestCase("server=127.0.0.1,facility=moon", "unknown syslog facility \"moon\"")]
    [TestCase("server=127.0.0.1,severity=bad", "unknown syslog severity \"bad\"")]
    [TestCase("server=127.0.0.1,tag=a-b", "syslog \"tag\" only allows alphanumeric characters and underscore")]
    [TestCase("server=127.0.0.1,tag=abcdefghijklmnopqrstuvwxyz0123456", "syslog tag length exceeds 32")]
    [TestCase("server=127.0.0.1,x", "unknown syslog parameter \"x\"")]
    public void Parse_BadParameter_FailsInNginxsWords(string parameters, string message) =>
        Assert.That(() => SyslogDestination.Parse(parameters), Throws.TypeOf<FormatException>().With.Message.EqualTo(message));

    [Test]
    public void Write_ServerWasAway_ReachesTheNewOneByTheSameDescriptor()
    {
        using var folder = new ServerPrefix();
        var path = folder.PathOf("log.sock");
        using var files = new LogFiles();
        var syslog = (SyslogDestination)files.Use($"syslog:server=unix:{path}");
        var log = new ErrorLog(new ErrorLogTarget(syslog, LogLevel.Error));
        int descriptor;
        using (var server = Listen(path))
        {
            log.Write(LogLevel.Error, $"one");
            Assert.That(Receive(server), Does.EndWith(": one"));
            descriptor = syslog.Fd;
        }

        File.Delete(path);
        log.Write(LogLevel.Error, $"lost");
        using (var server = Listen(path))
        {
            log.Write(LogLevel.Error, $"two");
            Assert.That(Receive(server), Does.EndWith(": two"));
        }

        Assert.That(syslog.Fd, Is.EqualTo(descriptor));
    }

    [Test]
    public void Dispose_OfTheConfiguration_ClosesTheSocket()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var files = new LogFiles();
        var syslog = (SyslogDestination)files.Use($"syslog:server=127.0.0.1:{((IPEndPoint)server.Client.LocalEndPoint!).Port}");
        new ErrorLog(new ErrorLogTarget(syslog, LogLevel.Error)).Write(LogLevel.Error, $"it failed");
        Assert.That(syslog.Fd, Is.Not.Negative);

        files.Dispose();

        Assert.That(syslog.Fd, Is.Negative);
    }

    private static Socket Listen(string path)
    {
        var server = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        server.Bind(new UnixDomainSocketEndPoint(path));
        return server;
    }

    private static string Receive(Socket server)
    {
        var bytes = new byte[1024];
        return Encoding.UTF8.GetString(bytes, 0, server.Receive(bytes));
    }
}
