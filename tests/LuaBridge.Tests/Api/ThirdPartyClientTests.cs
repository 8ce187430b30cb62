using System.Diagnostics;
using System.Net.Sockets;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>Debian's unmodified clients of Redis and memcached against the real servers: what they do proves the cosockets.</summary>
public sealed class ThirdPartyClientTests
{
    private string folder = "";
    private LuaWorker worker = null!;

    [SetUp]
    public void Start()
    {
        folder = Directory.CreateTempSubdirectory("engine-lua").FullName;
        worker = new LuaWorker();
    }

    [TearDown]
    public void Stop()
    {
        worker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Redis_CommandsPipelinesAndSubscriptions_Work()
    {
        var socket = Path.Combine(folder, "redis");
        using var server = new Peer("redis-server", socket, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder);

        Assert.That(worker.Run($$"""
            local redis = require "nginx.redis"
            local function open()
              local red = redis:new()
              red:set_timeout(10000)
              assert(red:connect("unix:{{socket}}"))
              return red
            end
            local red = open()
            local value = ("v"):rep(100000)
            assert(red:set("key", value))
            local got = red:get("key")
            local missing = red:get("none")
            red:init_pipeline()
            for i = 1, 50 do red:incr("counter") red:lpush("list", "item" .. i) end
            local results = red:commit_pipeline()
            local list = red:lrange("list", 0, 1)
            local sub = open()
            sub:subscribe("channel")
            local received
            local t = ngx.thread.spawn(function() received = sub:read_reply() end)
            red:publish("channel", "news")
            ngx.thread.wait(t)
            local _, bad = red:lpop("key")
            assert(red:set_keepalive(10000, 10))
            local again = open()
            return got == value, missing == ngx.null, #results, results[99], list[1], received[3], bad:sub(1, 9), again:get_reused_times()
            """), Is.EqualTo("true true 100 50 item50 news WRONGTYPE 1"));
    }

    [Test]
    public void Memcached_Commands_Work()
    {
        var socket = Path.Combine(folder, "memcached");
        using var server = new Peer("memcached", socket, "-s", socket, "-u", Environment.UserName);

        Assert.That(worker.Run($$"""
            local memcached = require "nginx.memcached"
            local mem = assert(memcached:new())
            mem:set_timeout(10000)
            assert(mem:connect("unix:{{socket}}"))
            local value = ("line\r\n"):rep(20000)
            assert(mem:set("key", value, 0, 7))
            local got, flags = mem:get("key")
            local missing = mem:get("none")
            mem:set("number", 5)
            local incremented = mem:incr("number", 3)
            local many = mem:get({ "number", "none", "key" })
            local _, err = mem:add("number", 1)
            assert(mem:set_keepalive(10000, 10))
            return got == value, flags, missing, incremented, many.number[1], err
            """), Is.EqualTo("true 7 nil 8 8 NOT_STORED"));
    }

    /// <summary>A server on a unix-domain socket, for the time of a test.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process process;

        public Peer(string program, string socket, params string[] arguments)
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Assert.That(() => Accepts(socket), Is.True.After(20_000, 20), program);
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        private static bool Accepts(string socket)
        {
            using var client = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                client.Connect(new UnixDomainSocketEndPoint(socket));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
