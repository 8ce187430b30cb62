using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;

namespace Engine.Core.Tests.Log;

public sealed class ErrorLogTests
{
    private string path = "";
    private LogFiles files = new();
    private ErrorLog log = new();

    [SetUp]
    public void OpenLog()
    {
        path = Path.GetTempFileName();
        files = new LogFiles();
        log = new ErrorLog(new ErrorLogTarget(files.Use(path), LogLevel.Debug));
        Assert.That(files.OpenAll(out _, out _), Is.True);
    }

    [TearDown]
    public void CloseLog()
    {
        files.Dispose();
        File.Delete(path);
    }

    [Test]
    public void Write_WithErrnoAndContext_IsNginxsLine()
    {
        log.Write(LogLevel.Error, new Context(), $"open() \"{"/x"}\" failed", 2);

        Assert.That(File.ReadAllText(path), Does.Match(
            @"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[error\] \d+#\d+: \*7 open\(\) ""/x"" failed \(2: No such file or directory\), client: 127\.0\.0\.1, request: ""GET /a\\x0Ab""\n$"));
    }

    [Test]
    public void Write_DebugLine_HasNoContext()
    {
        log.Write(LogLevel.Debug, new Context(), $"epoll timer: {-1}");

        Assert.That(File.ReadAllText(path), Does.EndWith(": *7 epoll timer: -1\n"));
    }

    [Test]
    public void Write_LevelOff_FormatsNothing()
    {
        var quiet = new ErrorLog(new ErrorLogTarget(files.Use(path), LogLevel.Error));
        var formatted = false;

        quiet.Write(LogLevel.Info, $"value {Touch()}");

        Assert.That(formatted, Is.False);
        Assert.That(File.ReadAllText(path), Is.Empty);

        string Touch()
        {
            formatted = true;
            return "x";
        }
    }

    [Test]
    public void Write_ControlBytes_NeverReachTheLogRawUnlessAsked()
    {
        var peer = ByteString.From("a\r\n2026/01/01 [alert] forged\x1b[31m\x7f");

        log.Write(LogLevel.Error, $"client sent {peer} {peer.ToString()}");
        log.Write(LogLevel.Error, $"lua: {"one\n\ttwo":raw}");

        var lines = File.ReadAllLines(path);
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[0], Does.EndWith(@"a\x0D\x0A2026/01/01 [alert] forged\x1B[31m\x7F a\x0D\x0A2026/01/01 [alert] forged\x1B[31m\x7F"));
        Assert.That(lines[2], Is.EqualTo("\ttwo"));
    }

    [TestCase(0, LogLineBuilder.MaxLine)]
    [TestCase(2, LogLineBuilder.MaxLine - 1)]
    public void Write_TooLong_IsCutAndKeepsTheErrno(int errno, int longest)
    {
        log.Write(LogLevel.Error, $"{new string('x', 10_000)}", errno);

        var line = File.ReadAllText(path);
        Assert.That(line.Length, Is.LessThanOrEqualTo(longest));
        Assert.That(line, Does.EndWith(errno == 0 ? "xxx\n" : "xxx... (2: No such file or directory)\n"));
    }

    [Test]
    public void ReopenAll_FileWasRenamed_WritesToANewOne()
    {
        log.Write(LogLevel.Notice, $"before");
        File.Move(path, path + ".1", overwrite: true);

        LogFiles.ReopenAll();
        log.Write(LogLevel.Notice, $"after");

        Assert.That(File.ReadAllText(path + ".1"), Does.EndWith("before\n"));
        Assert.That(File.ReadAllText(path), Does.EndWith("after\n"));
        File.Delete(path + ".1");
    }

    [Test]
    public void Use_SamePathInTheNextConfiguration_SharesTheOpenFile()
    {
        using var next = new LogFiles();

        var again = next.Use(path);

        Assert.That(again, Is.SameAs(log.Targets[0].Destination));
        files.Dispose();
        Assert.That(((LogFile)again).IsOpen, Is.True);
    }

    [Test]
    public void OpenAll_DirectoryIsMissing_NamesTheFile()
    {
        using var other = new LogFiles();
        other.Use("/nonexistent/x.log");

        Assert.That(other.OpenAll(out var failure, out var errno), Is.False);
        Assert.That((failure, errno), Is.EqualTo(("open() \"/nonexistent/x.log\" failed", 2)));
    }

    [Test]
    public void WriteRaw_FromManyThreads_KeepsLinesWhole()
    {
        var message = Encoding.ASCII.GetBytes(new string('y', 300));
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
                log.WriteRaw(LogLevel.Error, null, message);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.That(File.ReadAllLines(path), Has.Length.EqualTo(2000).And.All.EndsWith(": " + new string('y', 300)));
    }

    private sealed class Context : ILogContext
    {
        public long ConnectionNumber => 7;

        public void AppendTo(ref LogLineBuilder line)
        {
            line.Append(", client: 127.0.0.1, request: \""u8);
            line.AppendEscaped("GET /a\nb"u8);
            line.Append("\""u8);
        }
    }
}
