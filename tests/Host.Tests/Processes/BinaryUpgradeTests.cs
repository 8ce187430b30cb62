using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>USR2 and what follows: the way from one executable to the next without a refused connection.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BinaryUpgradeTests
{
    private readonly string socketFile = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private string Conf => $$"""master_process on; http { server { listen {port}; listen unix:{{socketFile}}; location / { return 200 $pid; } } }""";

    [Test]
    public void Usr2_ThenWinchAndQuit_LeavesTheNewBinaryServing()
    {
        using var daemon = Daemon.Start(Conf);
        var oldServer = Get(daemon);

        var next = Upgrade(daemon);
        daemon.Signal("WINCH");
        daemon.ErrorLog.WaitForLine($"worker process {oldServer} exited with code 0");
        Assert.That(Get(daemon), Is.Not.EqualTo(oldServer));
        daemon.Signal("QUIT");
        daemon.WaitForEnd();

        Assert.That(File.Exists(OldPidFile(daemon)), Is.False);
        Assert.That(PidFile(daemon), Is.EqualTo(next));
        Assert.That(File.Exists(socketFile), Is.True);
        Assert.That(Get(daemon), Is.Not.EqualTo(oldServer));
        End(next);
    }

    [Test]
    public void Usr2_NewBinaryEnds_TheOldOneServesAgain()
    {
        using var daemon = Daemon.Start(Conf);
        var oldServer = Get(daemon);
        var next = Upgrade(daemon);
        daemon.Signal("WINCH");
        daemon.ErrorLog.WaitForLine($"worker process {oldServer} exited with code 0");

        ServerUnderTest.Signal("TERM", next);
        daemon.ErrorLog.WaitForLine($"new binary process {next} exited with code 0");

        Assert.That(Get(daemon), Is.Not.EqualTo(oldServer));
        Assert.That(PidFile(daemon), Is.EqualTo(daemon.ProcessId));
        Assert.That(File.Exists(socketFile), Is.True);
        Assert.That(File.Exists(OldPidFile(daemon)), Is.False);
    }

    [Test]
    public void Usr2_NewBinaryRefusesTheConfiguration_NothingChanges()
    {
        using var daemon = Daemon.Start(Conf);
        daemon.Prefix.WriteConf("daemon on; http { nonsense; }");

        daemon.Signal("USR2");
        daemon.ErrorLog.WaitForLine("new binary process ");
        daemon.ErrorLog.WaitForLine("exited with code 1");

        Assert.That(Get(daemon), Is.Not.Empty);
        Assert.That(SafetyTimeout.WaitUntil(() => PidFile(daemon) == daemon.ProcessId), Is.True);
    }

    [Test]
    public void Usr2_WhileAnotherUpgradeIsUnderWay_IsIgnored()
    {
        using var daemon = Daemon.Start(Conf);
        var next = Upgrade(daemon);

        daemon.Signal("USR2");
        ServerUnderTest.Signal("USR2", next);
        daemon.ErrorLog.WaitForLines("ignoring: you should shutdown or terminate before either old or new binary's process", 2);

        End(next);
    }

    /// <summary>A UDP socket of the same port is told apart from the TCP socket.</summary>
    [Test]
    public void Usr2_ThenQuit_LeavesTheNewBinaryWithTheUdpSocket()
    {
        using var daemon = Daemon.Start("master_process on; worker_processes 2; stream { server { listen {port}; listen {port} udp; listen {port2} udp reuseport; return $protocol$pid; } } http { server { listen {port3}; location / { return 200 $pid; } } }");
        var before = Ask(daemon.Prefix.Port);

        var next = Upgrade(daemon);
        daemon.Signal("QUIT");
        daemon.WaitForEnd();

        using var connection = RawConnection.Open(daemon.Prefix.Port);
        Assert.That(connection.ReadToEnd(), Does.StartWith("TCP"));
        Assert.That(Ask(daemon.Prefix.Port), Does.StartWith("UDP").And.Not.EqualTo(before));
        Assert.That(Ask(daemon.Prefix.Port2), Does.StartWith("UDP"));
        End(next);
    }

    private static string Ask(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send("?"u8);
        var answer = new byte[100];
        return Encoding.ASCII.GetString(answer, 0, socket.Receive(answer));
    }

    private static int Upgrade(Daemon daemon)
    {
        daemon.Signal("USR2");
        Assert.That(SafetyTimeout.WaitUntil(() => File.Exists(OldPidFile(daemon)) && PidFile(daemon) is > 0), Is.True, daemon.ErrorLog.Text);
        daemon.ErrorLog.WaitForLines("start worker process ", 2);
        return PidFile(daemon);
    }

    private static string Get(Daemon daemon)
    {
        using var connection = RawConnection.Open(daemon.Prefix.Port);
        return connection.Get("/").Body;
    }

    private static string OldPidFile(Daemon daemon) => daemon.Prefix.PathOf("logs/nginx.pid.oldbin");

    private static int PidFile(Daemon daemon)
    {
        var path = daemon.Prefix.PathOf("logs/nginx.pid");
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0;
    }

    private static void End(int pid)
    {
        ServerUnderTest.Signal("TERM", pid);
        Assert.That(SafetyTimeout.WaitUntil(() => !ProcFile.Exists(pid)), Is.True);
    }
}
