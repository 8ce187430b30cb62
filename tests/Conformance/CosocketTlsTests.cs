using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Cosockets that speak TLS, against openssl s_server: tcpsock:sslhandshake, setclientcert, lua_ssl_*.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CosocketTlsTests
{
    private const string Conf = """
        http {
            lua_ssl_trusted_certificate {root}/conf/ca.pem;
            lua_ssl_verify_depth 2;
            server {
                listen {port};
                location /verify {
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        sock:settimeout(10000)
                        assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                        local session, err = sock:sslhandshake(nil, ngx.var.arg_name, ngx.var.arg_verify == "1")
                        if not session then
                            local sent, why = sock:send("x")
                            return ngx.say("no: ", err, ", ", why)
                        end
                        assert(sock:send("GET / HTTP/1.0\r\n\r\n"))
                        local all = assert(sock:receive("*a"))
                        ngx.say(type(session), " ", all:match("^HTTP/1.%d 200") ~= nil, " ", tostring(sock:close()))
                    }
                }
                location /other-ca {
                    lua_ssl_trusted_certificate {root}/conf/other.pem;
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                        ngx.say(select(2, sock:sslhandshake(nil, "good.test", true)))
                    }
                }
                location /resume {
                    content_by_lua_block {
                        local function once(session)
                            local sock = ngx.socket.tcp()
                            sock:settimeout(10000)
                            assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                            session = assert(sock:sslhandshake(session, "good.test", true))
                            assert(sock:send("GET / HTTP/1.0\r\n\r\n"))
                            local all = assert(sock:receive("*a"))
                            sock:close()
                            return session, all:match("(%a+), TLSv1%.%d, Cipher is")
                        end
                        local session, first = once()
                        local _, second = once(session)
                        collectgarbage()
                        ngx.say(first, " ", second, " ", tostring((once(false))))
                    }
                }
                location /pool {
                    content_by_lua_block {
                        local function open(name, verify)
                            local sock = ngx.socket.tcp()
                            sock:settimeout(10000)
                            assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                            local before = sock:getreusedtimes()
                            local session, err = sock:sslhandshake(nil, name, verify)
                            local after = sock:getreusedtimes() or "gone"
                            if session then assert(sock:setkeepalive()) end
                            return before .. "/" .. after .. (err and " " .. err or "")
                        end
                        ngx.say(open("good.test", true))
                        ngx.say(open("good.test", true))
                        ngx.say(open("good.test", false))
                        ngx.say(open("bad.test", false))
                        ngx.say(open("bad.test", true))
                        ngx.say(open("good.test", false))
                        ngx.say(open("good.test", true))
                    }
                }
                location /injected {
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        sock:settimeout(10000)
                        assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                        assert(sock:receive() == "220 ready")
                        ngx.say(select(2, sock:sslhandshake(nil, "good.test")))
                    }
                }
                location /silent {
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        sock:settimeout(20)
                        assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                        ngx.say(select(2, sock:sslhandshake(nil, "good.test")))
                    }
                }
                location /certificate {
                    lua_ssl_certificate {root}/conf/client.pem;
                    lua_ssl_certificate_key {root}/conf/client.key;
                    lua_ssl_protocols TLSv1.2;
                    lua_ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256;
                    lua_ssl_key_log {root}/keys.log;
                    lua_ssl_conf_command Options -SessionTicket;
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        sock:settimeout(10000)
                        assert(sock:connect("127.0.0.1", ngx.var.arg_port))
                        assert(sock:sslhandshake(nil, "good.test", true))
                        assert(sock:send("GET / HTTP/1.0\r\n\r\n"))
                        local all = assert(sock:receive("*a"))
                        ngx.say(all:match("New, (TLSv1%.%d, Cipher is [%w-]+)"), " ", all:match("CN ?= ?client.test") ~= nil)
                    }
                }
                location /misuse {
                    content_by_lua_block {
                        local sock = ngx.socket.tcp()
                        ngx.say(sock:sslhandshake())
                        ngx.say(sock:setclientcert("x"))
                        ngx.say(sock:setclientcert("x", "y"))
                        ngx.say(sock:setclientcert())
                        ngx.say(select(2, pcall(sock.sslhandshake, sock, nil, nil, nil, nil, 1)))
                    }
                }
            }
        }
        """;

    private ServerPrefix prefix = null!;
    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("Debian's Lua module has another idea of sessions and of pools");
        if (ServerPrefix.EventMethod != "epoll")
            Assert.Ignore("TLS needs descriptors");
        prefix = new ServerPrefix();
        MakeCertificate("ca", "/CN=ca.test", issuer: null);
        MakeCertificate("other", "/CN=other.test", issuer: null);
        MakeCertificate("good", "/CN=good.test", issuer: "ca");
        MakeCertificate("client", "/CN=client.test", issuer: "ca");
        server = ServerUnderTest.Start(Conf, prefix);
    }

    [OneTimeTearDown]
    public void Stop()
    {
        server?.Dispose();
        prefix?.Dispose();
    }

    [TestCase("name=good.test&verify=1", "cdata true 1\n")]
    [TestCase("verify=1", "cdata true 1\n")]
    [TestCase("name=bad.test", "cdata true 1\n")]
    [TestCase("name=bad.test&verify=1", "no: certificate host mismatch, closed\n")]
    public void Handshake_ChecksTheCertificate(string arguments, string body)
    {
        using var peer = new TlsPeer(prefix);

        Assert.That(server.Get($"/verify?port={peer.Port}&{arguments}").Body, Is.EqualTo(body));
    }

    [Test]
    public void Handshake_UnknownAuthority_FailsAndIsLogged()
    {
        using var peer = new TlsPeer(prefix);

        Assert.That(server.Get($"/other-ca?port={peer.Port}").Body, Is.EqualTo("20: unable to get local issuer certificate\n"));
        server.ErrorLog.WaitForLine("lua ssl certificate verify error: (20: unable to get local issuer certificate)");
    }

    [TestCase("-tls1_2")]
    [TestCase("-tls1_3")]
    public void Session_OfAnEarlierConnection_IsResumed(string version)
    {
        using var peer = new TlsPeer(prefix, version);

        Assert.That(server.Get($"/resume?port={peer.Port}").Body, Is.EqualTo("New Reused true\n"));
    }

    /// <summary>Only who asks for the same name and no more checks gets a connection that is kept.</summary>
    [Test]
    public void Pool_OtherNameOrMoreChecks_GetAnotherConnection()
    {
        using var peer = new TlsPeer(prefix);

        Assert.That(server.Get($"/pool?port={peer.Port}").Body, Is.EqualTo("""
            0/0
            1/1
            2/2
            3/0
            1/gone certificate host mismatch
            0/0
            1/0

            """));
    }

    [Test]
    public void Handshake_BytesBeforeTls_AreNotTakenForTheServers()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Speak(listener, "220 ready\r\n250 injected\r\n");

        Assert.That(server.Get($"/injected?port={((IPEndPoint)listener.LocalEndpoint).Port}").Body, Is.EqualTo("unread data in buffer\n"));
    }

    [Test]
    public void Handshake_ServerThatIsSilent_TimesOut()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.That(server.Get($"/silent?port={((IPEndPoint)listener.LocalEndpoint).Port}").Body, Is.EqualTo("timeout\n"));
    }

    [Test]
    public void Handshake_ServerThatSpeaksNoTls_Fails()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Speak(listener, "HTTP/1.1 400 Bad Request\r\n\r\n", afterInput: true);

        Assert.That(server.Get($"/verify?port={((IPEndPoint)listener.LocalEndpoint).Port}").Body, Is.EqualTo("no: handshake failed, closed\n"));
        server.ErrorLog.WaitForLine("SSL_do_handshake() failed (SSL: error:");
    }

    [Test]
    public void Directives_CertificateProtocolAndCiphers_AreUsed()
    {
        using var peer = new TlsPeer(prefix, "-Verify", "2", "-CAfile", prefix.PathOf("conf/ca.pem"));

        Assert.That(server.Get($"/certificate?port={peer.Port}").Body, Is.EqualTo("TLSv1.2, Cipher is ECDHE-RSA-AES128-GCM-SHA256 true\n"));
        Assert.That(prefix.ReadFile("keys.log"), Does.StartWith("CLIENT_RANDOM "));
    }

    [Test]
    public void Misuse_SaysWhatIsWrong() =>
        Assert.That(server.Get("/misuse").Body, Does.StartWith("""
            nilclosed
            nilclient certificate must be supplied with corresponding private key
            nilbad cert arg: cdata expected, got string
            true
            """).And.Contain("ngx.socket sslhandshake: expecting 1 ~ 5 arguments (including the object), but seen 6"));

    [TestCase("lua_ssl_trusted_certificate missing.pem;", "SSL_CTX_load_verify_locations(")]
    [TestCase("lua_ssl_certificate {root}/conf/good.pem;", "no \"lua_ssl_certificate_key\" is defined")]
    [TestCase("lua_ssl_ciphers NOSUCH;", "SSL_CTX_set_cipher_list(\"NOSUCH\") failed")]
    [TestCase("lua_ssl_conf_command NoSuch x;", "SSL_CONF_cmd(\"NoSuch\", \"x\") failed")]
    [TestCase("lua_ssl_protocols TLSv9;", "invalid value \"TLSv9\"")]
    public void Directive_ThatCannotBeUsed_StopsTheStart(string directive, string message)
    {
        var result = ServerUnderTest.StartAndFail($"http {{ {directive} server {{ listen {{port}}; }} }}");

        Assert.That(result.Error + result.ErrorLog, Does.Contain(message));
    }

    private static async Task Speak(TcpListener listener, string text, bool afterInput = false)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        if (afterInput)
            await stream.ReadExactlyAsync(new byte[5]);
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text));
        client.Client.Shutdown(SocketShutdown.Send);
        await stream.CopyToAsync(System.IO.Stream.Null);
    }

    private void MakeCertificate(string name, string subject, string? issuer)
    {
        var key = prefix.PathOf($"conf/{name}.key");
        var file = prefix.PathOf($"conf/{name}.pem");
        string[] request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", file, "-days", "2", "-subj", subject];
        string[] signed = issuer is null ? [] : ["-CA", prefix.PathOf($"conf/{issuer}.pem"), "-CAkey", prefix.PathOf($"conf/{issuer}.key"), "-addext", $"subjectAltName=DNS:{subject[4..]}", "-addext", "basicConstraints=critical,CA:FALSE"];
        using var openssl = Process.Start(new ProcessStartInfo("openssl", (string[])[.. request, .. signed]) { RedirectStandardError = true })!;
        var errors = openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        Assert.That(openssl.ExitCode, Is.Zero, errors);
    }

    /// <summary>openssl s_server, which answers every request with a page about the connection.</summary>
    private sealed class TlsPeer : IDisposable
    {
        private readonly Process process;

        public TlsPeer(ServerPrefix prefix, params string[] arguments)
        {
            Port = FreePort();
            string[] basics = ["s_server", "-accept", $"127.0.0.1:{Port}", "-cert", prefix.PathOf("conf/good.pem"), "-key", prefix.PathOf("conf/good.key"), "-www", "-quiet"];
            process = Process.Start(new ProcessStartInfo("openssl", (string[])[.. basics, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            Assert.That(Accepts, Is.True.After(20_000, 20));
        }

        public int Port { get; }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private bool Accepts()
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
