using Engine.Core.Log;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class LogTests
{
    [TestCase("ngx.log(ngx.ERR, nil, true, false, 1.5, 1e15, 0/0, ngx.null, 'x')", "[error] [lua] test(1):1: niltruefalse1.51e+15nannullx")]
    [TestCase("ngx.log(ngx.STDERR, 'x')", "[] [lua] test(1):1: x")]
    [TestCase("ngx.log(ngx.WARN)", "[warn] [lua] test(1):1: ")]
    [TestCase("\n\nprint('hello ', 1, nil, true)", "[notice] [lua] test(1):3: hello 1niltrue")]
    [TestCase("local function f() ngx.log(ngx.INFO, 'in f') end f()", "[info] [lua] test(1):1: f(): in f")]
    [TestCase("ngx.log(ngx.ERR, setmetatable({}, { __tostring = function() return 'as text' end }))", "[error] [lua] test(1):1: as text")]
    [TestCase("loadstring('ngx.log(ngx.ERR, 1)', '@/some/where/file.lua')()", "[error] [lua] file.lua:1: 1")]
    public void Log_Values_AreConcatenatedBehindThePlaceOfTheCall(string code, string line)
    {
        using var worker = new LuaWorker();

        worker.Run(code);

        Assert.That(worker.Log.Lines[0].Replace("-nan", "nan", StringComparison.Ordinal), Is.EqualTo(line));
    }

    [Test]
    public void Log_LevelIsOff_WritesNothingAndLooksAtNoValue()
    {
        using var worker = new LuaWorker(level: LogLevel.Error);

        worker.Run("ngx.log(ngx.WARN, {}) print({})");

        Assert.That(worker.Log.Text, Is.Empty);
    }

    [Test]
    public void Log_VeryLongValue_IsCut()
    {
        using var worker = new LuaWorker();

        worker.Run("ngx.log(ngx.ERR, ('x'):rep(100000), 'y')");

        Assert.That(worker.Log.Text.Length, Is.InRange(4000, 4097));
    }

    [TestCase("ngx.log(ngx.ERR, {})", "bad argument #1 to 'log' (expected table to have __tostring metamethod)")]
    [TestCase("ngx.log(ngx.ERR, 'a', print)", "bad argument #2 to 'log' (string, number, boolean, or nil expected, got function)")]
    [TestCase("ngx.log(99, 'x')", "bad argument #1 to 'log' (bad log level: 99)")]
    [TestCase("ngx.log(-1, 'x')", "bad argument #1 to 'log' (bad log level: -1)")]
    [TestCase("ngx.log()", "bad argument #1 to 'log' (number expected, got no value)")]
    [TestCase("print({})", "bad argument #1 to 'print' (expected table to have __tostring metamethod)")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [TestCase(nameof(LuaPhase.Init), "init")]
    [TestCase(nameof(LuaPhase.Content), "content")]
    [TestCase(nameof(LuaPhase.SslCertificate), "ssl_cert")]
    [TestCase(nameof(LuaPhase.PreContent), "precontent")]
    [TestCase(nameof(LuaPhase.ProxySslVerify), "proxy_ssl_verify")]
    public void GetPhase_IsTheHandlersName(string phase, string name)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return ngx.get_phase()", Enum.Parse<LuaPhase>(phase)), Is.EqualTo(name));
    }
}
