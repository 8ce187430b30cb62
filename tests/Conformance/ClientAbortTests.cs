using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Clients that go away while Lua code waits: lua_check_client_abort, ngx.on_abort.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ClientAbortTests
{
    private const string Conf = """
        http {
            server {
                listen {port};
                location /off {
                    content_by_lua_block {
                        ngx.log(ngx.WARN, "off: ", select(2, ngx.on_abort(function() end)))
                        ngx.sleep(0.05)
                        ngx.log(ngx.WARN, "off: went on")
                    }
                }
                location /on {
                    lua_check_client_abort on;
                    content_by_lua_block {
                        ngx.log(ngx.WARN, "on: waits")
                        ngx.sleep(1000)
                        ngx.log(ngx.WARN, "on: went on")
                    }
                    log_by_lua_block { ngx.log(ngx.WARN, "on: status ", ngx.status) }
                }
                location /ignores {
                    lua_check_client_abort on;
                    content_by_lua_block {
                        local semaphore = require("ngx.semaphore").new()
                        assert(ngx.on_abort(function() ngx.log(ngx.WARN, "ignores: called") semaphore:post() end))
                        ngx.log(ngx.WARN, "ignores: ", select(2, ngx.on_abort(function() end)))
                        semaphore:wait(1000)
                        ngx.log(ngx.WARN, "ignores: went on")
                    }
                }
                location /exits {
                    lua_check_client_abort on;
                    rewrite_by_lua_block {
                        ngx.on_abort(function()
                            ngx.sleep(0.001)
                            ngx.log(ngx.WARN, "exits: called")
                            ngx.exit(444)
                        end)
                    }
                    content_by_lua_block {
                        ngx.send_headers()
                        ngx.flush(true)
                        ngx.sleep(1000)
                        ngx.log(ngx.WARN, "exits: went on")
                    }
                    log_by_lua_block { ngx.log(ngx.WARN, "exits: over") }
                }
                location /fails {
                    lua_check_client_abort on;
                    content_by_lua_block {
                        local semaphore = require("ngx.semaphore").new()
                        ngx.on_abort(function() semaphore:post() error("oops") end)
                        semaphore:wait(1000)
                        ngx.log(ngx.WARN, "fails: went on")
                    }
                }
                location /unused {
                    lua_check_client_abort on;
                    content_by_lua_block {
                        ngx.on_abort(function() end)
                        collectgarbage()
                        ngx.say("done")
                    }
                }
            }
        }
        """;

    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("Debian's Lua module has no semaphores without more packages");
        server = ServerUnderTest.Start(Conf);
    }

    [OneTimeTearDown]
    public void Stop() => server?.Dispose();

    [TestCase("/off", "off: lua_check_client_abort is off", "off: went on")]
    [TestCase("/on", "on: waits", "on: status 499")]
    [TestCase("/ignores", "ignores: duplicate call", "ignores: called", "ignores: went on")]
    [TestCase("/fails", "lua user thread aborted: runtime error", "fails: went on")]
    public void Client_GoesAway(string target, string before, params string[] after)
    {
        using (var connection = server.Connect())
        {
            connection.Send($"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n");
            if (!before.StartsWith("lua", StringComparison.Ordinal))
                server.ErrorLog.WaitForLine(before);
        }

        foreach (var line in after)
            server.ErrorLog.WaitForLine(line);
        Assert.That(server.ErrorLog.Text, Does.Not.Contain("on: went on, "));
    }

    [Test]
    public void Client_GoesAway_TheHandlerOfAnEarlierPhaseEndsTheRequest()
    {
        using (var connection = server.Connect())
        {
            connection.Send("GET /exits HTTP/1.1\r\nHost: x\r\n\r\n");
            connection.ReadUntil("\r\n\r\n");
        }

        server.ErrorLog.WaitForLine("exits: called");
        server.ErrorLog.WaitForLine("exits: over");
        Assert.That(server.ErrorLog.Text, Does.Not.Contain("exits: went on"));
    }

    [Test]
    public void Client_Stays_NothingIsCalled()
    {
        using var connection = server.Connect();
        for (var i = 0; i < 3; i++)
            Assert.That(connection.Get("/unused").Body, Is.EqualTo("done\n"));
    }
}
