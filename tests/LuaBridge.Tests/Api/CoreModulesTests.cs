using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>The modules of lua-resty-core under their names (lualib/), without lua-resty-core.</summary>
public sealed class CoreModulesTests
{
    [TestCase("return require('resty.core').version, require('resty.core.base').version", "0.1.33 0.1.33")]
    [TestCase("return require('resty.core.base').get_request() ~= nil", "true")]
    [TestCase("local base = require 'resty.core.base' return base.get_string_buf(10) == base.get_string_buf(20), base.get_string_buf(10) == base.get_string_buf(10, true)", "true false")]
    [TestCase("local base, t = require 'resty.core.base', {} return base.ref_in_table(t, 'a'), base.ref_in_table(t, 'b'), base.ref_in_table(t, nil), t[2]", "1 2 -1 b")]
    [TestCase("return pcall(require('resty.core.base').allows_subsystem, 'http', 'stream')", "true")]
    [TestCase("return select(2, pcall(require('resty.core.base').allows_subsystem, 'stream')):match('unsup.*')", "unsupported subsystem: http")]
    [TestCase("return require('resty.core.utils').str_replace_char('a.b.c', '.', '%')", "a%b%c")]
    [TestCase("return type(require('resty.core.time').monotonic_msec()), require('resty.core.ctx').get_ctx_table() == ngx.ctx", "number true")]
    [TestCase("require('resty.core.misc').register_ngx_magic_key_getter('answer', function() return 42 end) return ngx.answer", "42")]
    [TestCase("return ngx.get_raw_phase(), ngx.get_phase()", "8 content")]
    [TestCase("return #require('table.new')(4, 0), require('table.isempty')({}), require('table.isarray')({ 1 }), require('table.nkeys')({ a = 1 })", "0 true true 1")]
    [TestCase("return require('ngx.balancer').set_current_peer('127.0.0.1', 80)", "nil API disabled in the current context")]
    [TestCase("return require('ngx.ssl').server_name()", "nil bad ssl conn")]
    [TestCase("return require('ngx.ssl').TLS1_3_VERSION", "772")]
    public void Module_OfLuaRestyCore_IsThere(string code, string expected)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run(code), Is.EqualTo(expected));
    }

    [TestCase("ngx.balancer", "get_last_failure")]
    [TestCase("ngx.ssl", "clear_certs")]
    public void Module_ForConnections_InInit_IsRefused(string module, string function)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Fail($"require('{module}').{function}()", LuaPhase.Init), Does.Contain("no request found"));
    }

    /// <summary>Code that looks for a method, or puts another in its place, does so in the metatable.</summary>
    [TestCase("local methods = getmetatable(ngx.socket.tcp()) return methods.__index == methods, type(methods.connect)", "true function")]
    [TestCase("local methods = getmetatable(ngx.socket.udp()) return methods.__index == methods, type(methods.setpeername)", "true function")]
    public void Methods_OfSockets_AreInTheirMetatable(string code, string expected)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run(code), Is.EqualTo(expected));
    }

    [Test]
    public void Request_InInit_IsNone()
    {
        using var worker = new LuaWorker();
        worker.Run("request = require('resty.core.base').get_request()", LuaPhase.Init);
        Assert.That(worker.Run("return request"), Is.EqualTo("nil"));
    }

    [Test]
    public void RestyCore_WithoutOneOfTheUser_IsLoaded()
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run("return package.loaded['resty.core'] ~= nil"), Is.EqualTo("true"));
    }

    [Test]
    public void RestyCore_OfTheUsersOwnPath_IsTheOneRequired()
    {
        var folder = Directory.CreateTempSubdirectory("engine-test-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "resty"));
        File.WriteAllText(Path.Combine(folder.FullName, "resty", "core.lua"), "return 'mine'");
        using var worker = new LuaWorker(settings => settings with { PackagePath = folder.FullName + "/?.lua;;" });

        Assert.That(worker.Run("return package.loaded['resty.core'], require 'resty.core'"), Is.EqualTo("nil mine"));
        folder.Delete(recursive: true);
    }

    [TestCase("ngx.errlog")]
    [TestCase("ngx.re")]
    [TestCase("ngx.semaphore")]
    [TestCase("ngx.base64")]
    [TestCase("ngx.req")]
    [TestCase("ngx.resp")]
    public void Module_OfAUsersOwnPath_ComesBeforeOurs(string name)
    {
        using var worker = new LuaWorker();
        Assert.That(
            worker.Run($"package.path = package.searchpath and package.path package.preload['{name}'] = function() return 'mine' end return require '{name}'"),
            Is.EqualTo("mine"));
        Assert.That(worker.Run($"package.preload['{name}'], package.loaded['{name}'] = nil, nil return type(require '{name}')"), Is.EqualTo("table"));
    }

    [Test]
    public void Modules_OfLuaRestyCore_AllLoad()
    {
        using var worker = new LuaWorker();
        foreach (var file in Engine.Testing.SourceTree.Files(Engine.Testing.SourceTree.PathOf("lualib"), "*.lua"))
        {
            var name = Path.GetRelativePath(Engine.Testing.SourceTree.PathOf("lualib"), file)[..^".lua".Length].Replace('/', '.');
            Assert.That(worker.Run($"return type(require '{name}')"), Is.EqualTo("table"), name);
        }
    }
}
