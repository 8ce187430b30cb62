using Engine.Core.Log;
using Engine.LuaBridge.Api.Errlog;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>ngx.errlog and lua_capture_error_log.</summary>
public sealed class ErrlogTests
{
    private const string Load = "local errlog = require 'ngx.errlog' ";

    [Test]
    public void GetLogs_WithoutTheDirective_SaysSo()
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run(Load + "return errlog.get_logs()"), Is.EqualTo("nil directive \"lua_capture_error_log\" is not set"));
        Assert.That(worker.Run(Load + "return errlog.set_filter_level(ngx.ERR)"), Is.EqualTo("nil directive \"lua_capture_error_log\" is not set"));
    }

    [Test]
    public void GetLogs_OfLines_TakesThemOut()
    {
        var log = new CapturedLog(4096);
        log.Take(LogLevel.Error, "one"u8);
        log.Take(LogLevel.Warn, "two"u8);
        using var worker = Worker(log);

        Assert.That(worker.Run(Load + "local logs = errlog.get_logs(1) return #logs, logs[1], type(logs[2]), logs[3]"), Is.EqualTo("3 4 number one"));
        Assert.That(worker.Run(Load + "local logs = errlog.get_logs(10, { 9, 9, 9, 9 }) return #logs, logs[1], logs[3]"), Is.EqualTo("3 5 two"));
        Assert.That(worker.Run(Load + "return #errlog.get_logs()"), Is.EqualTo("0"));
    }

    [Test]
    public void SetFilterLevel_Level_KeepsWorseLinesOnly()
    {
        var log = new CapturedLog(4096);
        using var worker = Worker(log);

        worker.Run(Load + "errlog.set_filter_level(ngx.WARN)");
        log.Take(LogLevel.Info, "info"u8);
        log.Take(LogLevel.Warn, "warning"u8);

        Assert.That(worker.Run(Load + "local logs = errlog.get_logs() return #logs, logs[3]"), Is.EqualTo("3 warning"));
    }

    [Test]
    public void Take_MoreThanFits_DropsTheOldest()
    {
        var log = new CapturedLog(4096);
        for (var i = 0; i < 1000; i++)
            log.Take(LogLevel.Error, System.Text.Encoding.ASCII.GetBytes($"line {i:D4}"));

        // Each line counts 16 bytes more than it has, and 163 fill the buffer but for a rest: the last round, and what it has left of the one before.
        log.Take(LogLevel.Error, new byte[5000]);
        var lines = TakeAll(log);
        Assert.That(lines, Has.Count.EqualTo(4096 / 25));
        Assert.That(lines[0], Is.EqualTo($"line {1000 - (4096 / 25):D4}"));
        Assert.That(lines[^1], Is.EqualTo("line 0999"));
    }

    [Test]
    public void Take_LongLine_DropsWhatItCovers()
    {
        var log = new CapturedLog(4096);
        for (var i = 0; i < 10; i++)
            log.Take(LogLevel.Error, Numbered(i, 200));
        log.Take(LogLevel.Error, Numbered(10, 3000));
        log.Take(LogLevel.Error, Numbered(11, 200));

        // It had to begin at the start again, where it covers all the others.
        Assert.That(TakeAll(log).Select(static line => line[..2]), Is.EqualTo(new[] { "10", "11" }));
    }

    [Test]
    public void Take_BetweenTakingOut_KeepsTheOrder()
    {
        var log = new CapturedLog(1000);
        var line = new byte[1000];
        var expected = 0;
        for (var i = 0; i < 500; i++)
        {
            log.Take(LogLevel.Error, Numbered(i % 100, 50 + (i * 37 % 150)));
            if (i % 3 == 2)
                continue;
            Assert.That(log.TryTake(line, out _), Is.True);
            var number = int.Parse(System.Text.Encoding.ASCII.GetString(line, 0, 2), System.Globalization.CultureInfo.InvariantCulture);
            Assert.That((number - expected + 100) % 100, Is.LessThan(20), "older than what was taken before");
            expected = number;
        }
    }

    [TestCase("errlog.raw_log('x', 'y')", "bad argument #1 to 'raw_log' (must be a number)")]
    [TestCase("errlog.raw_log(ngx.ERR)", "bad argument #2 to 'raw_log' (must be a string)")]
    [TestCase("errlog.raw_log(9, 'y')", "bad log level")]
    public void RawLog_BadArgument_Raises(string code, string expected)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Fail(Load + code), Does.Contain(expected));
    }

    [Test]
    public void RawLog_Text_IsWrittenWithoutItsPlace()
    {
        using var worker = new LuaWorker();
        worker.Run(Load + "errlog.raw_log(ngx.WARN, 'as it is')", LuaPhase.Content);
        Assert.That(worker.Log.Lines[^1], Does.EndWith("] as it is").And.Not.Contain("[lua]"));
        Assert.That(worker.Run(Load + "return errlog.get_sys_filter_level() == ngx.INFO, errlog.set_filter_level()"), Is.EqualTo("true nil missing \"level\" argument"));
    }

    private static byte[] Numbered(int number, int length) => System.Text.Encoding.ASCII.GetBytes($"{number:D2}".PadRight(length, 'x'));

    private static List<string> TakeAll(CapturedLog log)
    {
        var line = new byte[4096];
        var lines = new List<string>();
        while (log.TryTake(line, out var head))
            lines.Add(System.Text.Encoding.ASCII.GetString(line, 0, head.Length));
        return lines;
    }

    private static LuaWorker Worker(CapturedLog log) => new(settings => settings with { CapturedLog = log });
}
