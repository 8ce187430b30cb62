using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class EnvironmentTests
{
    [Test]
    public void Worker_AnswersWhatItIs()
    {
        using var worker = new LuaWorker(static settings => settings with { WorkerCount = 4 });

        Assert.That(worker.Run("return ngx.worker.pid(), ngx.worker.id(), ngx.worker.count(), ngx.worker.exiting(), ngx.worker.pids()[1]"),
            Is.EqualTo($"{Environment.ProcessId} 0 4 false {Environment.ProcessId}"));
        Assert.That(worker.Run("return ngx.worker.id(), ngx.worker.pids()", LuaPhase.Init), Is.EqualTo("nil nil API disabled in the current context"));
    }

    [Test]
    public void Config_IsWhatLuaRestyCoreExpects()
    {
        using var worker = new LuaWorker(static settings => settings with { Prefix = "/srv/engine/", ConfigureArguments = static () => "--with-http_ssl_module" });

        Assert.That(worker.Run("return ngx.config.subsystem, ngx.config.debug, ngx.config.prefix(), ngx.config.nginx_version, ngx.config.ngx_lua_version, ngx.config.nginx_configure()"),
            Is.EqualTo("http false /srv/engine/ 1031004 10030 --with-http_ssl_module"));
    }

    /// <summary>OpenResty's LuaJIT has them; Debian's has not.</summary>
    [Test]
    public void NamesOfLua52_AreThere()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local packed = table.pack(nil, 2, nil) return packed.n, packed[2], table.unpack({ 1, 2 })"), Is.EqualTo("3 2 1 2"));
        Assert.That(worker.Run("return rawlen({ 1, 2 }), rawlen('abc'), package.searchers == package.loaders"), Is.EqualTo("2 3 true"));
        Assert.That(worker.Run("return pcall(rawlen, 5)"), Is.EqualTo("false table or string expected"));
    }

    [Test]
    public void Constants_AreNginxs()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return ngx.OK, ngx.ERROR, ngx.AGAIN, ngx.DONE, ngx.DECLINED, ngx.HTTP_NOT_FOUND, ngx.HTTP_PATCH, ngx.ERR, tostring(ngx.null), ngx.nothing"),
            Is.EqualTo("0 -1 -2 -4 -5 404 16384 4 userdata: NULL nil"));
    }

    [Test]
    public void Ctx_OfARun_IsItsOwnAndGoesWithIt()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("ngx.ctx.a = 5 ngx.ctx.b = ngx.ctx return ngx.ctx.a, ngx.ctx.b == ngx.ctx"), Is.EqualTo("5 true"));
        Assert.That(worker.Run("local before = ngx.ctx.a ngx.ctx = { a = 6 } ngx.sleep(0) return before, ngx.ctx.a"), Is.EqualTo("nil 6"));
        Assert.That(worker.Run("return pcall(function() ngx.ctx = 5 end)"), Is.EqualTo("false test(3):1: ctx should be a table while getting a number"));
        Assert.That(worker.Run("return select(2, pcall(function() return ngx.ctx end))", LuaPhase.Init), Is.EqualTo("test(4):1: no request found"));
    }

    [Test]
    public void Ctx_OfManyRuns_LeavesNoTables()
    {
        using var worker = new LuaWorker();
        worker.Run("tables = setmetatable({}, { __mode = 'k' })", LuaPhase.Init);

        for (var i = 0; i < 20; i++)
            worker.Run("tables[ngx.ctx] = true");
        worker.Call(worker.Vm.Collect);

        Assert.That(worker.Run("return require('table.nkeys')(tables)"), Is.EqualTo("0"));
    }

    [Test]
    public void Require_ModuleOfAUser_IsLoadedOnceAndItsErrorsAreLuas()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local loads = 0
            package.preload["my.module"] = function(...) loads = loads + 1 return { name = ... } end
            package.preload["my.loop"] = function(...) return require "my.loop" end
            local _, loop = pcall(require, "my.loop")
            local _, missing = pcall(require, "my.missing")
            return require("my.module") == require("my.module"), loads, require("my.module").name, loop:match("loop or previous error"), missing:match("module 'my.missing' not found:")
            """), Is.EqualTo("true 1 my.module loop or previous error module 'my.missing' not found:"));
    }
}
