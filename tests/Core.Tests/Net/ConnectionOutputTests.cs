using System.Buffers;
using System.Text;
using Engine.Core.Net;
using Engine.Core.Tests.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Tests.Net;

public sealed class ConnectionOutputTests
{
    private readonly ScriptedEventLoop loop = new();
    private readonly ScriptedConnection connection;
    private readonly List<OpenFile> files = [];

    public ConnectionOutputTests() => connection = new ScriptedConnection(loop);

    [TearDown]
    public void NothingIsLeft()
    {
        connection.Close();
        loop.Turn();
        files.ForEach(static file => file.Release());
        Assert.That((loop.Segments.Leased, loop.ConnectionCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void FlushAsync_SeveralWrites_AreOneSendAndNoBufferStays()
    {
        Write("HTTP/1.1 200 OK\r\n");
        Write("\r\n");
        Assert.That(connection.Output.UnflushedBytes, Is.EqualTo(19));

        var flush = connection.Output.FlushAsync();

        Assert.That(flush.Result.IsCompleted, Is.False);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send HTTP/1.1 200 OK\r\n\r\n" }));
        Assert.That((loop.Segments.Leased, connection.Output.UnflushedBytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    public void FlushAsync_NothingWritten_SendsNothingAndReturnsTheSegment()
    {
        connection.Output.GetSpan(100);

        Assert.That(connection.Output.FlushAsync().IsCompleted, Is.True);

        Assert.That((connection.Calls.Count, loop.Segments.Leased), Is.EqualTo((0, 0)));
    }

    [Test]
    public void FlushAsync_PartlyTaken_GoesOnWhereItStopped()
    {
        Write("abcdef");
        connection.Take(2, -Errno.EINTR, 1, -Errno.EAGAIN);
        var flush = connection.Output.FlushAsync();
        Assert.That(flush.IsCompleted, Is.False);

        connection.Writable();

        Assert.That(flush.IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send abcdef", "send cdef", "send cdef", "send def", "send def" }));
    }

    [Test]
    public void StartFlush_PartlyTaken_TheRestFollowsWhenThePeerTakesIt()
    {
        Write("abcdef");
        connection.Take(2, -Errno.EAGAIN);

        connection.Output.StartFlush();
        Assert.That(connection.Output.UnflushedBytes, Is.EqualTo(4));
        connection.Writable();

        Assert.That(connection.Calls, Is.EqualTo(new[] { "send abcdef", "send cdef", "send cdef" }));
        Assert.That((connection.Output.UnflushedBytes, loop.Segments.Leased), Is.EqualTo((0L, 0)));
    }

    [Test]
    public void StartFlush_ThenFlushAsync_OneFlushTakesWhatBothLeft()
    {
        Write("abc");
        connection.Take(-Errno.EAGAIN, -Errno.EAGAIN);
        connection.Output.StartFlush();
        Write("def");

        var flush = connection.Output.FlushAsync();
        connection.Output.StartFlush();
        connection.Writable();

        Assert.That(flush.Result.IsCompleted, Is.False);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send abc", "send abcdef", "send abcdef" }));
    }

    [Test]
    public void StartFlush_OfAPart_LeavesTheRestToTheNextFlush()
    {
        Write("abcdef");
        connection.Take(-Errno.EAGAIN, 3);

        connection.Output.StartFlush(3);
        connection.Writable();
        connection.Output.StartFlush(4);
        Assert.That(connection.Output.UnflushedBytes, Is.EqualTo(3));

        Assert.That(connection.Output.FlushAsync().IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send abc", "send abcd", "send def" }));
    }

    [Test]
    public void StartFlush_PeerTakesNothingForTooLong_TheNextFlushIsCancelled()
    {
        connection.Output.SendTimeoutMs = 100;
        Write("abc");
        connection.Take(-Errno.EAGAIN);
        connection.Output.StartFlush();

        loop.Turn(afterMs: 101);
        Write("def");

        var flush = connection.Output.FlushAsync();
        Assert.That((flush.Result.IsCanceled, flush.Result.IsCompleted), Is.EqualTo((true, false)));
        Assert.That(connection.Output.UnflushedBytes, Is.Zero);
    }

    [Test]
    public void StartFlush_PeerIsGone_TheNextFlushIsCompleted()
    {
        Write("abc");
        connection.Take(-Errno.EPIPE);

        connection.Output.StartFlush();

        Assert.That(connection.Output.FlushAsync().Result.IsCompleted, Is.True);
    }

    [Test]
    public void WriteAsync_BehindWrittenBytes_GoesWithThemUncopied()
    {
        Write("head,");
        connection.Take(7, -Errno.EAGAIN);
        var body = Encoding.Latin1.GetBytes("body");

        var write = connection.Output.WriteAsync(body);
        body[3] = (byte)'Y';
        connection.Writable();

        Assert.That(write.IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "sendmsg head,|body", "send dy", "send dY" }));
    }

    [Test]
    public void WriteAsync_OnlyTheHeadIsTaken_TheBlockIsWhole()
    {
        Write("head,");
        connection.Take(5);

        Assert.That(connection.Output.WriteAsync("body"u8.ToArray()).IsCompletedSuccessfully, Is.True);

        Assert.That(connection.Calls, Is.EqualTo(new[] { "sendmsg head,|body", "send body" }));
    }

    [Test]
    public void SendFileAsync_BehindWrittenBytes_GoesBehindThemAndOn()
    {
        Write("head");
        connection.Take(4, 1000, -Errno.EAGAIN);
        var send = connection.Output.SendFileAsync(new FileRegion(TempFile(20_000), 100, 10_000));

        connection.Writable();

        Assert.That(send.IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send head", "sendfile 100+10000", "sendfile 1100+9000", "sendfile 1100+9000" }));
    }

    [Test]
    public void SendFileAsync_SegmentsAreToBeFilled_WhatIsBeforeItWaits()
    {
        connection.Output.FillsSegments = true;
        Write("head");

        Assert.That(connection.Output.SendFileAsync(new FileRegion(TempFile(20_000), 0, 10_000)).IsCompletedSuccessfully, Is.True);
        Write("next");
        Assert.That(connection.Output.FlushAsync().IsCompletedSuccessfully, Is.True);

        Assert.That(connection.Calls, Is.EqualTo(new[] { "send more head", "sendfile 0+10000", "send next" }));
    }

    [Test]
    public void TryReadFile_SmallRegion_GoesOutWithWhatIsAroundIt()
    {
        Write("head,");
        Assert.That(connection.Output.TryReadFile(new FileRegion(TempFile(100), 1, 3)), Is.True);
        Write(",tail");

        Assert.That(connection.Output.FlushAsync().IsCompletedSuccessfully, Is.True);

        Assert.That(connection.Calls, Is.EqualTo(new[] { "send head,bcd,tail" }));
    }

    [TestCase(10_000, 10_000)]
    [TestCase(10, 20)]
    public void TryReadFile_LargeOrCutShort_LeavesItToSendFile(int fileLength, int regionLength)
    {
        Write("head");

        Assert.That(connection.Output.TryReadFile(new FileRegion(TempFile(fileLength), 0, regionLength)), Is.False);

        Assert.That(connection.Output.UnflushedBytes, Is.EqualTo(4));
    }

    [Test]
    public void SendFileAsync_EmptyRegion_IsAFlush()
    {
        Write("head");

        Assert.That(connection.Output.SendFileAsync(new FileRegion(TempFile(10), 10, 0)).IsCompletedSuccessfully, Is.True);

        Assert.That(connection.Calls, Is.EqualTo(new[] { "send head" }));
    }

    [Test]
    public void SendFileAsync_SwitchedOff_SendsTheSameBytesFromBuffers()
    {
        connection.Output.UsesSendFile = false;
        Write("head,");

        Assert.That(connection.Output.SendFileAsync(new FileRegion(TempFile(100_000), 5, 70_000)).IsCompletedSuccessfully, Is.True);

        var sent = string.Concat(connection.Calls.Select(static call => call[5..]));
        Assert.That(sent, Is.EqualTo($"head,{Content(100_000)[5..70_005]}"));
    }

    [Test]
    public void SendFileAsync_FileSystemWithoutSendFile_FallsBackToBuffers()
    {
        connection.Take(-Errno.EINVAL);

        Assert.That(connection.Output.SendFileAsync(new FileRegion(TempFile(10_000), 0, 10_000)).Result.IsCompleted, Is.False);

        Assert.That(connection.Calls, Is.EqualTo(new[] { "sendfile 0+10000", "send " + Content(10_000) }));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void SendFileAsync_FileWasCutShort_Breaks(bool sendFile)
    {
        connection.Output.UsesSendFile = sendFile;
        connection.Take(sendFile ? 0 : 5000);

        var send = connection.Output.SendFileAsync(new FileRegion(TempFile(5000), 0, 10_000));

        Assert.That((send.Result.IsCompleted, connection.BrokenBy), Is.EqualTo((true, Errno.ENODATA)));
    }

    [Test]
    public void SendFileAsync_MoreThanAChunk_OthersAreServedInBetween()
    {
        connection.Output.MaxChunk = 4000;
        var send = connection.Output.SendFileAsync(new FileRegion(TempFile(10), 0, 10_000));
        Assert.That(send.IsCompleted, Is.False);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "sendfile 0+4000" }));

        loop.Turn();
        loop.Turn();

        Assert.That(send.IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "sendfile 0+4000", "sendfile 4000+4000", "sendfile 8000+2000" }));
    }

    [Test]
    public void FlushAsync_NoProgressForTheSendTimeout_IsCancelledAndTheRestIsLost()
    {
        connection.Output.SendTimeoutMs = 1000;
        Write("abcdef");
        connection.Take(-Errno.EAGAIN, 2, -Errno.EAGAIN);
        var flush = connection.Output.FlushAsync();
        loop.Turn(afterMs: 900);
        connection.Writable();
        loop.Turn(afterMs: 900);
        Assert.That(flush.IsCompleted, Is.False, "there was progress");

        loop.Turn(afterMs: 100);

        Assert.That((flush.Result.IsCanceled, loop.Segments.Leased), Is.EqualTo((true, 0)));
        Write("next");
        Assert.That(connection.Output.FlushAsync().Result.IsCompleted, Is.True);
        Assert.That(connection.Calls, Has.None.Contain("next"));
    }

    [Test]
    public void FlushAsync_PeerIsGone_BreaksWithTheErrno()
    {
        Write("abc");
        connection.Take(-Errno.EPIPE);

        var flush = connection.Output.FlushAsync();

        Assert.That((flush.Result.IsCompleted, connection.BrokenBy, loop.Segments.Leased), Is.EqualTo((true, Errno.EPIPE, 0)));
    }

    [Test]
    public void Close_WhileAFlushWaits_CompletesItInTheNextRound()
    {
        Write("abc");
        connection.Take(-Errno.EAGAIN);
        var flush = connection.Output.FlushAsync();

        connection.Close();
        Assert.That(flush.IsCompleted, Is.False);
        Assert.That(loop.Segments.Leased, Is.Zero);
        loop.Turn();

        Assert.That(flush.Result.IsCompleted, Is.True);
        Assert.That(loop.Timers.Count, Is.Zero, "the wheel keeps nothing of a closed connection");
    }

    [Test]
    public void GetSpan_BehindTheClose_GoesNowhereAndLeavesNothing()
    {
        Write("before");
        connection.Close();

        Write("after");
        Write(new string('x', 10_000));

        Assert.That(connection.Output.FlushAsync().Result.IsCompleted, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "close" }));
    }

    [Test]
    public void GetSpan_MoreThanASegment_KeepsWhatWasWritten()
    {
        Write("start,");
        Write(new string('x', 9000));
        Write(",end");

        connection.Output.FlushAsync();

        Assert.That(connection.Calls, Is.EqualTo(new[] { "send start," + new string('x', 9000) + ",end" }));
    }

    [Test]
    public void GetSpan_WhileAFlushOfBytesWaits_TheyFollow()
    {
        Write("one,");
        connection.Take(-Errno.EAGAIN);
        var flush = connection.Output.FlushAsync();
        Write("two");

        connection.Writable();

        Assert.That(flush.IsCompletedSuccessfully, Is.True);
        Assert.That(connection.Calls, Is.EqualTo(new[] { "send one,", "send one,two" }));
    }

    private static string Content(int length) => string.Create(length, 0, static (span, _) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = (char)('a' + i % 26);
    });

    private void Write(string text) => connection.Output.Write(Encoding.Latin1.GetBytes(text));

    private OpenFile TempFile(int length)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Content(length));
        var fd = Files.Open(path, Files.O_RDONLY);
        File.Delete(path);
        Files.Status(fd, out var status);
        var file = new OpenFile(fd, status);
        files.Add(file);
        return file;
    }
}
