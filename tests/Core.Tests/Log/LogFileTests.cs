using System.Text;
using Engine.Core.Log;
using Engine.Core.Loop;

namespace Engine.Core.Tests.Log;

public sealed class LogFileTests
{
    [Test]
    public void Append_OnAWorker_LinesOfOneTurnArriveInOrder()
    {
        var (path, files, file) = Open();
        RunOnLoop(_ =>
        {
            for (var i = 0; i < 5000; i++)
                file.Append(Encoding.ASCII.GetBytes($"line {i}\n"));
        });
        LogFiles.DrainWriter();

        Assert.That(File.ReadAllLines(path), Is.EqualTo(Enumerable.Range(0, 5000).Select(static i => $"line {i}")));
        files.Dispose();
    }

    [Test]
    public void Append_WithBuffer_WaitsForFullBufferOrFlush()
    {
        var (path, files, file) = Open();
        file.BufferSize = 64 * 1024;
        RunOnLoop(_ => file.Append("kept\n"u8), loop =>
        {
            LogFiles.DrainWriter();
            Assert.That(File.ReadAllText(path), Is.Empty);
            LogFiles.FlushWorker(loop);
        });
        LogFiles.DrainWriter();

        Assert.That(File.ReadAllText(path), Is.EqualTo("kept\n"));
        files.Dispose();
    }

    [Test]
    public void Append_ByAWorkerWithTheIndexOfOneThatEnded_IsWritten()
    {
        var (path, files, file) = Open();
        var lines = 0;
        for (var worker = 0; worker < 2; worker++)
        {
            RunOnLoop(_ =>
            {
                for (var i = 0; i < 3; i++)
                    file.Append(Encoding.ASCII.GetBytes($"line {lines++}\n"));
            });
        }

        LogFiles.DrainWriter();

        Assert.That(File.ReadAllLines(path), Is.EqualTo(Enumerable.Range(0, lines).Select(static i => $"line {i}")));
        files.Dispose();
    }

    [Test]
    public void Append_ToTwoFilesByTurns_EachGetsItsLinesWhateverTheirLength()
    {
        var (firstPath, files, first) = Open();
        var (secondPath, otherFiles, second) = Open();
        var longLine = new string('x', 70_000) + "\n";
        var (toFirst, toSecond) = (new LogCollector(first), new LogCollector(second));
        for (var i = 0; i < 50; i++)
        {
            LogWriter.HandOver(toFirst, Bytes($"a{i}\n"), $"a{i}\n".Length);
            LogWriter.HandOver(toSecond, Bytes($"b{i}\n"), $"b{i}\n".Length);
            LogWriter.HandOver(toSecond, Bytes(longLine), longLine.Length);
        }

        LogFiles.DrainWriter();

        Assert.That(File.ReadAllText(firstPath), Is.EqualTo(string.Concat(Enumerable.Range(0, 50).Select(static i => $"a{i}\n"))));
        Assert.That(File.ReadAllText(secondPath), Is.EqualTo(string.Concat(Enumerable.Range(0, 50).Select(i => $"b{i}\n{longLine}"))));
        files.Dispose();
        otherFiles.Dispose();
    }

    [Test]
    public void Append_DiskIsFull_LosesTheLinesAndComplainsOnce()
    {
        var (path, files, _) = Open();
        LogFiles.ProblemLog = new ErrorLog(new ErrorLogTarget(files.Use(path), LogLevel.Info));
        using var full = new LogFiles();
        var file = full.Use("/dev/full");
        Assert.That(full.OpenAll(out _, out _), Is.True);

        file.Append("one\n"u8);
        file.Append("two\n"u8);

        LogFiles.ProblemLog = null;
        Assert.That(File.ReadAllLines(path), Has.Length.EqualTo(1).And.All.Contains(
            "[alert]").And.All.Contains("write() to \"/dev/full\" failed, 4 bytes of log lost (28: No space left on device)"));
        files.Dispose();
    }

    private static byte[] Bytes(string text)
    {
        var bytes = LogWriter.Rent(text.Length);
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }

    private static (string Path, LogFiles Files, LogFile File) Open()
    {
        var path = Path.GetTempFileName();
        var files = new LogFiles();
        var file = (LogFile)files.Use(path);
        Assert.That(files.OpenAll(out _, out _), Is.True);
        return (path, files, file);
    }

    /// <summary>Each step runs in a turn of its own on one loop.</summary>
    private static void RunOnLoop(params Action<EventLoop>[] steps)
    {
        using var loop = new EpollEventLoop(0);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            Next(0);
            loop.Run();
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw failure;

        void Next(int index) => loop.Post(() =>
        {
            try
            {
                if (index == steps.Length)
                    loop.Stop();
                else
                    steps[index](loop);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (index < steps.Length)
                Next(index + 1);
        });
    }
}
