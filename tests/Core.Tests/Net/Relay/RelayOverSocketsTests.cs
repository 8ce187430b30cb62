using System.Buffers;
using Engine.Core.Net;
using Engine.Core.Net.Relay;
using Engine.Core.Tests.Loop;

namespace Engine.Core.Tests.Net.Relay;

/// <summary>A relay between connections of every event method, over real sockets.</summary>
[TestFixture("epoll")]
[TestFixture("sockets")]
public sealed class RelayOverSocketsTests(string method)
{
    private readonly TestLoop test = new(method);

    [TearDown]
    public void NothingIsLeft() => test.Dispose();

    [Test]
    public void Run_ManyBytesBothWays_ArriveWhole() => Relay(async (client, upstream) =>
    {
        const int length = 3_000_000;
        var sending = SendAsync(client, length);
        var answering = SendAsync(upstream, length / 2);
        var results = (await CountAsync(upstream, length), await CountAsync(client, length / 2));
        await sending;
        await answering;

        Assert.That(results, Is.EqualTo((length, length / 2)));
        return (length, length / 2);
    });

    [Test]
    public void Run_WarmPieces_AllocateNothing() => Relay(async (client, upstream) =>
    {
        var echo = EchoAsync(upstream);
        await AskAsync(client, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await AskAsync(client, 1000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        upstream.Close();
        await echo;

        // The one state machine of AskAsync itself.
        if (method == "epoll")
            Assert.That(allocated, Is.LessThan(1000));
        return (8000, 8000);
    });

    /// <param name="body">Gets the two far ends, and says how much went from the client and from the upstream.</param>
    private void Relay(Func<Connection, Connection, Task<(long, long)>> body) => test.Run(async () =>
    {
        var (inside, client) = await test.ConnectAsync(null);
        var (upstream, outside) = await test.ConnectAsync(null);
        var relay = new ConnectionRelay(inside.Loop);
        var run = relay.RunAsync(inside, outside, new RelayOptions());
        var expected = await body(client, upstream);
        relay.Cancel();
        await run;
        foreach (var connection in new[] { inside, client, upstream, outside })
            connection.Close();
        Assert.That((relay.Upload.Passed, relay.Download.Passed), Is.EqualTo(expected));
    });

    private static async Task SendAsync(Connection connection, int length)
    {
        var bytes = new byte[length];
        await connection.Output.WriteAsync(bytes);
    }

    private static async Task<int> CountAsync(Connection connection, int length)
    {
        var count = 0;
        while (count < length)
        {
            var read = await connection.Input.ReadAsync();
            Assert.That(read.IsCompleted, Is.False);
            count += (int)read.Buffer.Length;
            connection.Input.AdvanceTo(read.Buffer.End);
        }

        return count;
    }

    private static async Task EchoAsync(Connection connection)
    {
        while (true)
        {
            var read = await connection.Input.ReadAsync();
            if (read.IsCompleted)
                break;
            var count = (int)read.Buffer.Length;
            read.Buffer.CopyTo(connection.Output.GetSpan(count));
            connection.Output.Advance(count);
            connection.Input.AdvanceTo(read.Buffer.End);
            await connection.Output.FlushAsync();
        }
    }

    private static async Task AskAsync(Connection connection, int count)
    {
        for (; count > 0; count--)
        {
            connection.Output.Write("ping"u8);
            await connection.Output.FlushAsync();
            var read = await connection.Input.ReadAsync();
            connection.Input.AdvanceTo(read.Buffer.End);
        }
    }
}
