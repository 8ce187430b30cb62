using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

public sealed class ConnectionInputTests
{
    private readonly ScriptedEventLoop loop = new();
    private readonly ScriptedConnection connection;

    public ConnectionInputTests() => connection = new ScriptedConnection(loop);

    [TearDown]
    public void NothingIsLeft()
    {
        connection.Close();
        loop.Turn();
        Assert.That((loop.Segments.Leased, loop.ConnectionCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void ReadAsync_NothingThere_ParksWithoutBufferAndWithoutAsking()
    {
        var read = connection.Input.ReadAsync();

        Assert.That(read.IsCompleted, Is.False);
        Assert.That(connection.Calls, Is.Empty);
        Assert.That(loop.Segments.Leased, Is.Zero);
    }

    [Test]
    public void ReadAsync_BytesThere_CompletesAtOnce()
    {
        connection.Arrive("hello").Readable();

        var read = connection.Input.ReadAsync();

        Assert.That(read.IsCompleted, Is.True);
        Assert.That(TextAndAdvance(read.Result), Is.EqualTo("hello"));
    }

    [Test]
    public void OnReadable_ShortRead_IsNotAskedAgain()
    {
        var read = connection.Input.ReadAsync();
        connection.Arrive("hello").Readable();
        TextAndAdvance(read.Result);

        var next = connection.Input.ReadAsync();

        Assert.That(next.IsCompleted, Is.False);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "recv 4096 -> 5" }));
        Assert.That(loop.Segments.Leased, Is.Zero);
    }

    [Test]
    public void OnReadable_NothingThereAfterAll_StaysParked()
    {
        var read = connection.Input.ReadAsync();
        connection.Readable();
        Assert.That((read.IsCompleted, loop.Segments.Leased), Is.EqualTo((false, 0)));

        connection.Arrive("x").Readable();

        Assert.That(TextAndAdvance(read.Result), Is.EqualTo("x"));
    }

    [Test]
    public void OnReadable_Interrupted_AsksAgain()
    {
        connection.ReceiveFails(Errno.EINTR).Arrive("x").Readable();

        Assert.That(connection.Input.TryRead(out var result), Is.True);
        connection.Input.AdvanceTo(result.Buffer.End);
    }

    [Test]
    public void OnReadable_FullBuffer_ThereMayBeMoreAndPiecesGrow()
    {
        connection.Arrive(new string('a', 4096)).Arrive(new string('b', 8192)).Arrive("c").Readable();
        var lengths = new List<long>();

        while (connection.Input.TryRead(out var result))
        {
            lengths.Add(result.Buffer.Length);
            connection.Input.AdvanceTo(result.Buffer.End);
        }

        Assert.That(lengths, Is.EqualTo(new[] { 4096, 8192, 1 }));
        Assert.That(connection.Calls, Is.EqualTo(new[] { "recv 4096 -> 4096", "recv 8192 -> 8192", "recv 16384 -> 1" }));
    }

    [Test]
    public void AdvanceTo_ExaminedAll_WaitsForMoreAndKeepsWhatIsUnread()
    {
        connection.Arrive("GET / HT").Readable();
        connection.Input.TryRead(out var first);
        connection.Input.AdvanceTo(first.Buffer.GetPosition(4), first.Buffer.End);
        var read = connection.Input.ReadAsync();
        Assert.That(read.IsCompleted, Is.False);

        connection.Arrive("TP").Readable();

        var result = read.Result;
        Assert.That(result.Buffer.IsSingleSegment, Is.True);
        Assert.That(TextAndAdvance(result), Is.EqualTo("/ HTTP"));
    }

    [Test]
    public void AdvanceTo_NotExaminedAll_NextReadCompletesAtOnce()
    {
        connection.Arrive("one two").Readable();
        connection.Input.TryRead(out var first);
        connection.Input.AdvanceTo(first.Buffer.GetPosition(4));

        Assert.That(connection.Input.TryRead(out var second), Is.True);
        Assert.That(Text(second), Is.EqualTo("two"));
        connection.Input.AdvanceTo(second.Buffer.End);
    }

    [Test]
    public void Receive_BufferFullOfUnreadBytes_Grows()
    {
        connection.Arrive(new string('a', 4096)).Arrive("b").Readable();
        connection.Input.TryRead(out var first);
        connection.Input.AdvanceTo(first.Buffer.Start, first.Buffer.End);

        connection.Input.TryRead(out var second);

        Assert.That(second.Buffer.Length, Is.EqualTo(4097));
        Assert.That(second.Buffer.FirstSpan[4096], Is.EqualTo((byte)'b'));
        Assert.That(loop.Segments.Leased, Is.EqualTo(1));
        connection.Input.AdvanceTo(second.Buffer.End);
    }

    [Test]
    public void Receive_AlwaysALittleUnread_TheBufferDoesNotGrow()
    {
        for (var i = 0; i < 100; i++)
        {
            connection.Arrive(new string((char)('a' + i % 26), 4096)).Readable();
            connection.Input.TryRead(out var result);
            var last = result.Buffer.GetPosition(result.Buffer.Length - 10);
            connection.Input.AdvanceTo(last, result.Buffer.End);
        }

        Assert.That(connection.Calls, Has.None.Matches<string>(static call => int.Parse(call.Split(' ')[1]) > 8192));
    }

    [Test]
    public void OnReadable_PeerEnded_ReportsTheRestThenTheEnd()
    {
        connection.Arrive("bye").ReceiveFails(0).Readable(closing: true);

        Assert.That(connection.PeerClosed, Is.True);
        connection.Input.TryRead(out var rest);
        Assert.That((Text(rest), rest.IsCompleted), Is.EqualTo(("bye", false)));
        connection.Input.AdvanceTo(rest.Buffer.End);
        connection.Input.TryRead(out var end);
        Assert.That((end.Buffer.Length, end.IsCompleted, connection.BrokenBy), Is.EqualTo((0L, true, 0)));
    }

    [Test]
    public void OnReadable_Reset_ReportsTheErrno()
    {
        var read = connection.Input.ReadAsync();

        connection.ReceiveFails(Errno.ECONNRESET).Readable(closing: true);

        Assert.That((read.Result.IsCompleted, connection.BrokenBy, connection.PeerClosed), Is.EqualTo((true, Errno.ECONNRESET, true)));
    }

    [Test]
    public void CancelPendingRead_Parked_CompletesAsCancelled()
    {
        var read = connection.Input.ReadAsync();

        connection.Input.CancelPendingRead();

        Assert.That(read.Result.IsCanceled, Is.True);
        Assert.That(connection.Input.TryRead(out _), Is.False);
    }

    [Test]
    public void CancelPendingRead_NotParked_CancelsTheNextReadOnly()
    {
        connection.Input.CancelPendingRead();

        Assert.That(connection.Input.ReadAsync().Result.IsCanceled, Is.True);
        Assert.That(connection.Input.ReadAsync().IsCompleted, Is.False);
    }

    [Test]
    public void ReadAsync_ADeadlinePasses_CompletesAsCancelledWithWhatIsUnread()
    {
        connection.Arrive("half").Readable();
        connection.Input.TryRead(out var half);
        connection.Input.AdvanceTo(half.Buffer.Start, half.Buffer.End);
        new ReadDeadline(connection.Input).Arm(loop, 60_000);
        var read = connection.Input.ReadAsync();

        loop.Turn(afterMs: 60_000);

        var result = read.Result;
        Assert.That((result.IsCanceled, TextAndAdvance(result)), Is.EqualTo((true, "half")));
    }

    [Test]
    public void ReceiveAsync_BytesBufferedAlready_ComeFirst()
    {
        connection.Arrive("abcdef").Arrive("ghi").Readable();
        connection.Input.TryRead(out var result);
        connection.Input.AdvanceTo(result.Buffer.GetPosition(2));
        var memory = new byte[3];

        Assert.That((connection.ReceiveAsync(memory).Result, Text(memory, 3)), Is.EqualTo((3, "cde")));
        Assert.That((connection.ReceiveAsync(memory).Result, Text(memory, 1)), Is.EqualTo((1, "f")));
        Assert.That(loop.Segments.Leased, Is.Zero);
    }

    [Test]
    public void ReceiveAsync_Parked_ReceivesIntoTheCallersMemoryWithoutBuffer()
    {
        var memory = new byte[100];
        var receive = connection.ReceiveAsync(memory);
        Assert.That(receive.IsCompleted, Is.False);

        connection.Arrive("body").Readable();

        Assert.That((receive.Result, Text(memory, 4)), Is.EqualTo((4, "body")));
        Assert.That(connection.Calls, Is.EqualTo(new[] { "recv 100 -> 4" }));
    }

    [TestCase(0, 0)]
    [TestCase(Errno.ECONNRESET, -Errno.ECONNRESET)]
    public void ReceiveAsync_NoMoreToCome_SaysWhy(int errno, int expected)
    {
        var receive = connection.ReceiveAsync(new byte[10]);

        connection.ReceiveFails(errno).Readable(closing: true);

        Assert.That(receive.Result, Is.EqualTo(expected));
        Assert.That(connection.ReceiveAsync(new byte[10]).Result, Is.EqualTo(expected));
    }

    [Test]
    public void ReceiveAsync_Cancelled_SaysSo()
    {
        var receive = connection.ReceiveAsync(new byte[10]);

        connection.Input.CancelPendingRead();

        Assert.That(receive.Result, Is.EqualTo(-Errno.ECANCELED));
    }

    [Test]
    public void Close_ReadAndReceiveParked_CompleteInTheNextRound()
    {
        var read = connection.Input.ReadAsync();
        connection.Close();
        Assert.That(read.IsCompleted, Is.False, "whoever closes is not interrupted");
        loop.Turn();
        Assert.That(read.Result.IsCompleted, Is.True);

        var other = new ScriptedConnection(loop);
        var receive = other.ReceiveAsync(new byte[1]);
        other.Close();
        loop.Turn();
        Assert.That(receive.Result, Is.Zero);
        Assert.That(other.ReceiveAsync(new byte[1]).Result, Is.Zero);
    }

    [Test]
    public void Close_WhileAResultIsHeld_ItsBytesStayUntilAdvanceTo()
    {
        connection.Arrive("secret").Readable();
        connection.Input.TryRead(out var result);

        connection.Close();
        var reused = loop.Segments.Rent();
        reused.AsSpan().Fill((byte)'x');

        Assert.That(Text(result), Is.EqualTo("secret"));
        connection.Input.AdvanceTo(result.Buffer.Start);
        loop.Segments.Return(reused);
        Assert.That(connection.Input.TryRead(out var end) && end.IsCompleted && end.Buffer.IsEmpty, Is.True);
    }

    [Test]
    public void ReadAsync_SenderNeverPauses_OthersAreServedInBetween()
    {
        for (var i = 0; i < 1000; i++)
            connection.Arrive(new string('x', 64 * 1024));
        connection.Readable();
        var total = 0L;
        var reading = ReadToEnd();
        Assert.That(reading.IsCompleted, Is.False);
        Assert.That(total, Is.InRange(1024 * 1024, 2 * 1024 * 1024));

        var turns = 0;
        for (; !reading.IsCompleted && turns < 100; turns++)
            loop.Turn();

        Assert.That(turns, Is.GreaterThan(10));

        async Task ReadToEnd()
        {
            while (total < 60L * 1024 * 1024)
            {
                var result = await connection.Input.ReadAsync();
                total += result.Buffer.Length;
                connection.Input.AdvanceTo(result.Buffer.End);
            }
        }
    }

    [Test]
    public void ReadAsync_DeferredListener_AsksAtOnce()
    {
        var deferred = new ScriptedConnection(loop, new ListenOptions { Deferred = true }).Arrive("GET");

        var read = deferred.Input.ReadAsync();

        Assert.That(Text(read.Result), Is.EqualTo("GET"));
        deferred.Input.AdvanceTo(read.Result.Buffer.End);
        deferred.Close();
    }

    [Test]
    public void CloseWatcher_PeerClosesWhileNobodyReads_IsInvokedOnce()
    {
        var watcher = new CountingEvent();
        connection.CloseWatcher = watcher;
        connection.Arrive("pipelined").Readable();
        Assert.That(watcher.Count, Is.Zero);

        connection.Readable(closing: true);
        connection.Readable(closing: true);

        Assert.That(watcher.Count, Is.EqualTo(1));
        Assert.That(connection.CloseWatcher, Is.Null);
    }

    [Test]
    public void CloseWatcher_SetBehindTheClose_IsInvokedInTheNextRound()
    {
        connection.Readable(closing: true);
        var watcher = new CountingEvent();

        connection.CloseWatcher = watcher;
        Assert.That(watcher.Count, Is.Zero);
        loop.Turn();

        Assert.That(watcher.Count, Is.EqualTo(1));
    }

    [Test]
    public void CloseWatcher_RemovedBeforeTheRound_IsNotInvoked()
    {
        connection.Readable(closing: true);
        var watcher = new CountingEvent();
        connection.CloseWatcher = watcher;
        connection.CloseWatcher = null;

        loop.Turn();

        Assert.That(watcher.Count, Is.Zero);
    }

    [Test]
    public void CloseWatcher_SomebodyReads_TheReaderHearsInstead()
    {
        var watcher = new CountingEvent();
        connection.CloseWatcher = watcher;
        var first = connection.Input.ReadAsync();
        connection.ReceiveFails(0).Readable(closing: true);

        Assert.That(first.Result.IsCompleted, Is.True);
    }

    private static string Text(ReadResult result) => Encoding.Latin1.GetString(result.Buffer.ToArray());

    private string TextAndAdvance(ReadResult result)
    {
        var text = Text(result);
        connection.Input.AdvanceTo(result.Buffer.End);
        return text;
    }

    private static string Text(byte[] bytes, int length) => Encoding.Latin1.GetString(bytes, 0, length);

    private sealed class CountingEvent : PostedEvent
    {
        public int Count { get; private set; }

        public override void Invoke() => Count++;
    }

    private sealed class ReadDeadline(PipeReader input) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => input.CancelPendingRead();
    }
}
