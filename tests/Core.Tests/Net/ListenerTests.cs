using System.Net.Sockets;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class ListenerTests(string method)
{
    private readonly ManualTime time = new();
    private TestLoop test = null!;
    private readonly TestAcceptor acceptor = new();
    private readonly List<Connection> opened = [];
    private readonly List<Socket> clients = [];
    private ListeningSocket? listening;

    [SetUp]
    public void StartLoop() => test = new TestLoop(method == "epoll" ? new EpollEventLoop(0, time) : new SocketsEventLoop(0, time));

    [TearDown]
    public void NothingIsLeft()
    {
        if (listening is not null)
        {
            test.Loop.StopListening(listening);
            listening.Close();
        }

        while (acceptor.Count > 0)
            opened.Add(acceptor.NextAsync().Result);
        opened.ForEach(static connection => connection.Close());
        clients.ForEach(static client => client.Dispose());
        test.Dispose();
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Accept_SeveralWait_AllAreAccepted(bool multiAccept)
    {
        test.Loop.MultiAccept = multiAccept;
        Listen();
        Connect(5);

        test.RunUntil(() => acceptor.Count == 5);

        Assert.That(test.Loop.ConnectionCount, Is.EqualTo(5));
    }

    [Test]
    public void Accept_TcpNoDelay_IsOnUntilItIsSwitchedOff()
    {
        if (method == "sockets")
            Assert.Ignore("has no descriptor to ask");
        Listen();
        Connect(1);
        test.RunUntil(() => acceptor.Count == 1);
        var connection = acceptor.NextAsync().Result;
        opened.Add(connection);

        Assert.That(NoDelayOf(connection), Is.EqualTo(1));
        connection.SetNoDelay(false);
        Assert.That(NoDelayOf(connection), Is.Zero);
    }

    [Test]
    public void Accept_WorkerConnectionsUsedUp_ClosesTheConnectionWithAnAlert()
    {
        test.Loop.ConnectionLimit = 2;
        Listen();
        Connect(2);
        test.RunUntil(() => acceptor.Count == 2);

        var refused = Connect(1)[0];
        test.RunUntil(() => test.Log.Contains("not enough", StringComparison.Ordinal));

        Assert.That(refused.Receive(new byte[1]), Is.Zero);
        Assert.That(test.Log, Does.Match(@"\[alert\] \d+#\d+: 2 worker_connections are not enough\n"));
        acceptor.NextAsync().Result.Close();
        Connect(1);
        test.RunUntil(() => acceptor.Count == 2);
    }

    [Test]
    public void Accept_WorkerConnectionsUsedUp_ClosesTheOldestThatWaitsForARequestInstead()
    {
        test.Loop.ConnectionLimit = 2;
        Listen();
        Connect(2);
        test.RunUntil(() => acceptor.Count == 2);
        var oldest = acceptor.NextAsync().Result;
        var second = acceptor.NextAsync().Result;
        opened.Add(second);
        oldest.IsReusable = true;
        second.IsReusable = true;
        var read = oldest.Input.ReadAsync();

        Connect(1);
        test.RunUntil(() => acceptor.Count == 1 && read.IsCompleted);

        Assert.That(read.Result.IsCompleted, Is.True);
        Assert.That((oldest.IsReusable, second.IsReusable), Is.EqualTo((false, true)));
        Assert.That(test.Log, Does.Contain("[warn]").And.Contain("2 worker_connections are not enough, reusing connections"));
    }

    [Test]
    public void CloseReusableConnections_SomeWaitForARequest_OnlyTheyAreClosed()
    {
        Listen();
        Connect(3);
        test.RunUntil(() => acceptor.Count == 3);
        for (var i = 0; i < 3; i++)
            opened.Add(acceptor.NextAsync().Result);
        opened[0].IsReusable = true;
        opened[2].IsReusable = true;
        opened[2].IsReusable = false;

        test.Loop.CloseReusableConnections();

        Assert.That(test.Loop.ConnectionCount, Is.EqualTo(2));
    }

    [Test]
    [NonParallelizable]
    public void Accept_NoDescriptorsLeft_WaitsForHalfASecondAndTriesAgain()
    {
        Listen();
        Connect(1);
        using (DescriptorLimit.ReachedNow())
            test.RunUntil(() => test.Log.Contains("accept", StringComparison.Ordinal));
        Assert.That(test.Log, Does.Match(@"\[crit\] \d+#\d+: accept4?\(\) failed \(24: Too many open files\)\n"));
        Assert.That(test.Log.Split("accept").Length, Is.EqualTo(2), "once, not in a loop");

        test.Loop.Post(() => time.Advance(499));
        var turns = 0;
        test.Loop.Post(() => turns++);
        test.RunUntil(() => turns == 1);
        Assert.That(acceptor.Count, Is.Zero);
        test.Loop.Post(() => time.Advance(1));
        test.RunUntil(() => acceptor.Count == 1);
    }

    [Test]
    public void StopListening_FromTheAcceptor_AcceptsNoMore()
    {
        test.Loop.MultiAccept = true;
        listening = TestLoop.ListenOnLoopback();
        var accepted = 0;
        test.Loop.Listen(listening, new CallAcceptor(connection =>
        {
            accepted++;
            connection.Close();
            test.Loop.StopListening(listening);
        }));
        Connect(3);
        test.RunUntil(() => accepted == 1);

        var turns = 0;
        for (var i = 0; i < 3; i++)
            test.Loop.Post(() => turns++);
        test.RunUntil(() => turns == 3);

        Assert.That(accepted, Is.EqualTo(1));
    }

    [Test]
    public void Listen_TwoLoopsOneSocket_EveryConnectionIsAcceptedOnce()
    {
        Listen();
        using var second = new TestLoop(method);
        var otherAcceptor = new TestAcceptor();
        second.Loop.Listen(listening!, otherAcceptor);
        Connect(10);

        var thread = new Thread(() => second.RunUntil(() => acceptor.Count + otherAcceptor.Count == 10));
        thread.Start();
        test.RunUntil(() =>
        {
            second.Loop.Post(static () => { });
            return acceptor.Count + otherAcceptor.Count == 10;
        });
        thread.Join();

        while (otherAcceptor.Count > 0)
            otherAcceptor.NextAsync().Result.Close();
        second.Loop.StopListening(listening!);
    }

    [Test]
    public void Accept_Deferred_ComesWithItsBytes()
    {
        Listen(new ListenOptions { Deferred = true });
        Connect(1)[0].Send("GET"u8);

        test.Run(async () =>
        {
            var connection = await acceptor.NextAsync();
            opened.Add(connection);
            var read = connection.Input.ReadAsync();
            Assert.That(read.IsCompleted, Is.True);
            var result = read.Result;
            Assert.That(Encoding.Latin1.GetString(result.Buffer.FirstSpan), Is.EqualTo("GET"));
            connection.Input.AdvanceTo(result.Buffer.End);
        });
    }

    private static int NoDelayOf(Connection connection)
    {
        Assert.That(Sockets.GetOption(connection.Fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, out var value), Is.Zero);
        return value;
    }

    private void Listen(ListenOptions? options = null)
    {
        listening = TestLoop.ListenOnLoopback(options);
        test.Loop.Listen(listening, acceptor);
    }

    private List<Socket> Connect(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Connect("127.0.0.1", listening!.Address.Port);
            clients.Add(client);
        }

        return clients[^count..];
    }

    private sealed class CallAcceptor(Action<Connection> accepted) : IConnectionAcceptor
    {
        public void OnAccepted(Connection connection) => accepted(connection);
    }
}
