using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Stream.Tests.Proxy;
using Engine.Testing;

namespace Engine.Stream.Tests.Log;

/// <summary>What the access log of stream does over time: buffers, compression, rotation, and when a session's line is written.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class AccessLogTests
{
    [Test]
    public void Line_OfASession_IsWrittenWhenItEnds()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a;", $"proxy_pass 127.0.0.1:{peer.Port};"));
        using var client = server.Connect();
        client.Send("four").ReadUntil("four");
        Assert.That(server.AccessLog.Text, Is.Empty);

        client.ShutdownSend();

        Assert.That(server.AccessLog.WaitForLine("TCP"), Is.EqualTo("TCP 200 4 4"));
    }

    [Test]
    public void Line_OfDatagrams_IsWrittenWhenTheSessionEnds()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => [text]);
        using var server = ServerUnderTest.Start($$"""
            stream {
                log_format a '$protocol $status $bytes_received $bytes_sent';
                access_log logs/access.log a;
                server { listen {port} udp; proxy_responses 1; proxy_pass 127.0.0.1:{{peer.Port}}; }
            }
            """);
        using var client = DatagramPeer.ConnectedTo(server.Port);

        client.Ask("four");

        Assert.That(server.AccessLog.WaitForLine("UDP"), Is.EqualTo("UDP 200 4 4"));
    }

    [Test]
    public void Gzip_LinesOfSessions_AreOneFile()
    {
        using var prefix = new ServerPrefix();
        using (var server = ServerUnderTest.Start(Conf("access_log logs/a.gz a gzip=9;"), prefix))
        {
            Speak(server);
            Speak(server);
            server.Quit();
        }

        using var gzip = new GZipStream(File.OpenRead(prefix.PathOf("logs/a.gz")), CompressionMode.Decompress);
        Assert.That(new StreamReader(gzip, Encoding.ASCII).ReadToEnd(), Is.EqualTo("TCP 200 0 5\nTCP 200 0 5\n"));
    }

    [Test]
    public void Buffer_WithFlush_IsWrittenWhenTheTimeIsOver()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a buffer=64k flush=100ms;"));

        Speak(server);

        server.AccessLog.WaitForLine("TCP 200 0 5");
    }

    [Test]
    public void Syslog_GetsTheLine()
    {
        using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        receiver.ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds;
        var port = ((IPEndPoint)receiver.LocalEndPoint!).Port;
        using var server = ServerUnderTest.Start(Conf($"access_log syslog:server=127.0.0.1:{port},facility=local7,severity=info,tag=here a;"));

        Speak(server);

        var bytes = new byte[1024];
        Assert.That(Encoding.Latin1.GetString(bytes, 0, receiver.Receive(bytes)), Does.Match(@"^<190>.* here: TCP 200 0 5$"));
    }

    [Test]
    public void Reopen_AfterRename_NewLinesGoToTheNewFile()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a;"));
        Speak(server);
        server.AccessLog.WaitForLine("TCP");
        File.Move(server.AccessLog.FilePath, server.AccessLog.FilePath + ".1");

        server.Signal("USR1");

        Assert.That(SafetyTimeout.WaitUntil(() => File.Exists(server.AccessLog.FilePath)), Is.True);
        Speak(server);
        server.AccessLog.WaitForLine("TCP");
    }

    /// <summary>Stream has no root whose existence would allow it.</summary>
    [TestCase("")]
    [TestCase("open_log_file_cache max=10;")]
    public void PathWithVariables_IsMadeWhereItsFolderIs(string cache)
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf($"access_log logs/$protocol.log a; access_log logs/none/$protocol.log a; {cache}"), prefix);

        Speak(server);
        Speak(server);

        new LogFile(prefix.PathOf("logs/TCP.log")).WaitForLines("TCP 200 0 5", 2);
        Assert.That(server.ErrorLog.WaitForLine("logs/none/TCP.log"), Does.Contain("[crit]").And.Contain("open() \"").And.Contain("(2: No such file or directory)"));
    }

    private static void Speak(ServerUnderTest server)
    {
        using var client = server.Connect();
        client.ReadToEnd();
    }

    private static string Conf(string directives, string content = "return hello;") => $$"""
        stream {
            log_format a '$protocol $status $bytes_received $bytes_sent';
            {{directives}}
            server { listen {port}; {{content}} }
        }
        """;
}
