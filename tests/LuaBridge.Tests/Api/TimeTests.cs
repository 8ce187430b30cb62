using System.Globalization;

namespace Engine.LuaBridge.Tests.Api;

public sealed class TimeTests
{
    [TestCase("ngx.cookie_time(1547195800)", "Fri, 11-Jan-19 08:36:40 GMT")]
    [TestCase("ngx.cookie_time(4000000000)", "Tue, 02-Oct-2096 07:06:40 GMT")]
    [TestCase("ngx.http_time(1547195800.7), ngx.http_time(0)", "Fri, 11 Jan 2019 08:36:40 GMT Thu, 01 Jan 1970 00:00:00 GMT")]
    [TestCase("ngx.parse_http_time('Fri, 11 Jan 2019 08:36:40 GMT')", "1547195800")]
    [TestCase("ngx.parse_http_time('Friday, 11-Jan-19 08:36:40 GMT')", "1547195800")]
    [TestCase("ngx.parse_http_time('Fri Jan 11 08:36:40 2019')", "1547195800")]
    [TestCase("ngx.parse_http_time('x'), ngx.parse_http_time('')", "nil nil")]
    public void Format_Seconds_IsNginxs(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
    }

    [Test]
    public void Now_IsTheTurnsInstantUntilItIsUpdated()
    {
        using var worker = new LuaWorker();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        var values = worker.Run("""
            local first, started = ngx.now(), os.clock()
            repeat until os.clock() > started + 0.003
            local same = ngx.now() == first
            ngx.update_time()
            return tostring(same), tostring(ngx.now() > first), ngx.time() == math.floor(ngx.now()), ("%.3f"):format(first)
            """).Split(' ');

        Assert.That(values[..3], Is.All.EqualTo("true"));
        Assert.That(double.Parse(values[3], CultureInfo.InvariantCulture), Is.InRange(before - 1, before + 60));
    }

    [Test]
    public void Texts_OfTheClock_AgreeWithLuasOwn()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local time = ngx.time()
            return ngx.utctime() == os.date("!%Y-%m-%d %H:%M:%S", time), ngx.localtime() == os.date("%Y-%m-%d %H:%M:%S", time),
                ngx.today() == os.date("%Y-%m-%d", time)
            """), Is.EqualTo("true true true"));
    }

    [TestCase("ngx.http_time('x')", "number argument only")]
    [TestCase("ngx.cookie_time()", "number argument only")]
    [TestCase("ngx.parse_http_time(5)", "string argument only")]
    [TestCase("ngx.sleep()", "attempt to pass 0 arguments, but accepted 1")]
    [TestCase("ngx.sleep(1, 2)", "attempt to pass 2 arguments, but accepted 1")]
    [TestCase("ngx.sleep('a')", "bad argument #1 to 'sleep' (number expected, got string)")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void Sleep_ThatLong_TakesNoLess()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local start = ngx.now() ngx.sleep(0.05) return ngx.now() - start >= 0.049, ngx.sleep('0.001')"), Is.EqualTo("true"));
    }

    [Test]
    public void Sleep_Zero_LetsOthersRun()
    {
        using var worker = new LuaWorker();
        worker.Run("count = 0", Engine.LuaBridge.Threads.LuaPhase.Init);
        var hosts = Enumerable.Range(0, 3).Select(_ => worker.Prepare("for i = 1, 100 do count = count + 1 ngx.sleep(0) end return count")).ToList();

        worker.Call(() => hosts.ForEach(static host => host.Begin()));
        hosts.ForEach(worker.Wait);

        Assert.That(hosts.Select(static host => int.Parse(host.Result, CultureInfo.InvariantCulture)), Is.All.GreaterThan(290));
    }
}
