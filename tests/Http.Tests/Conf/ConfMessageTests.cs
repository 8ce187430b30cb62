using Engine.Testing;

namespace Engine.Http.Tests.Conf;

/// <summary>Mistakes in the http block, and nginx's words for them (the location and the file are the same everywhere).</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class ConfMessageTests
{
    [TestCase("location / {} location / {}", "duplicate location \"/\"")]
    [TestCase("location =/ {} location = / {}", "duplicate location \"/\"")]
    [TestCase("location / {} location ^~ / {}", "duplicate location \"/\"")]
    [TestCase("location = / { location /x {} }", "location \"/x\" cannot be inside the exact location \"/\"")]
    [TestCase("location @n { location /x {} }", "location \"/x\" cannot be inside the named location \"@n\"")]
    [TestCase("location /a { location /b {} }", "location \"/b\" is outside location \"/a\"")]
    [TestCase("location /a { location @b {} }", "named location \"@b\" can be on the server level only")]
    [TestCase("location ^ /x {}", "invalid location modifier \"^\"")]
    [TestCase("location a b c {}", "invalid number of arguments in \"location\" directive")]
    [TestCase("location ~ \"(\" {}", "pcre2_compile() failed: missing closing parenthesis in \"(\" in ")]
    [TestCase("listen {port};", "a duplicate listen 0.0.0.0:{port}")]
    [TestCase("listen 127.0.0.1:99999;", "invalid port in \"127.0.0.1:99999\" of the \"listen\" directive")]
    [TestCase("listen unix:;", "no path in the unix domain socket in \"unix:\" of the \"listen\" directive")]
    [TestCase("listen {port2} bogus;", "invalid parameter \"bogus\"")]
    [TestCase("listen {port2} backlog=x;", "invalid backlog \"backlog=x\"")]
    [TestCase("listen {port2} so_keepalive=x;", "invalid so_keepalive value: \"x\"")]
    [TestCase("listen {port2} default_server; } server { listen {port2} default_server;", "a duplicate default server for 0.0.0.0:{port2}")]
    [TestCase("listen {port2} backlog=5; } server { listen {port2} backlog=6;", "duplicate listen options for 0.0.0.0:{port2}")]
    [TestCase("server_name a*b; } server { listen {port};", "invalid server name or wildcard \"a*b\" on 0.0.0.0:{port}")]
    [TestCase("server_name a..b; } server { listen {port};", "invalid server name or wildcard \"a..b\" on 0.0.0.0:{port}")]
    [TestCase("server_name .;", "server name \".\" is invalid")]
    [TestCase("server_name ~;", "empty regex in server name \"~\"")]
    [TestCase("error_page 404;", "invalid number of arguments in \"error_page\" directive")]
    [TestCase("error_page x /y;", "invalid value \"x\"")]
    [TestCase("error_page 200 /y;", "value \"200\" must be between 300 and 599")]
    [TestCase("error_page 499 /y;", "invalid value \"499\"")]
    [TestCase("error_page =200 /y;", "invalid value \"=200\"")]
    [TestCase("error_page 404 =x /y;", "invalid value \"=x\"")]
    [TestCase("return x;", "invalid return code \"x\"")]
    [TestCase("return 1000;", "invalid return code \"1000\"")]
    [TestCase("return /x;", "invalid return code \"/x\"")]
    [TestCase("return 200 \"$nosuch\";", "unknown \"nosuch\" variable")]
    [TestCase("return 200 \"$\";", "invalid variable name")]
    [TestCase("return 200 \"${a\";", "the closing bracket in \"a\" variable is missing")]
    [TestCase("return 200 \"${a-b}\";", "the closing bracket in \"a\" variable is missing")]
    [TestCase("rewrite ^ /x bogus;", "invalid parameter \"bogus\"")]
    [TestCase("rewrite ^ \"\";", "empty replacement")]
    [TestCase("set a 1;", "invalid variable name \"a\"")]
    [TestCase("set $uri 1;", "the duplicate \"uri\" variable")]
    [TestCase("if $uri) {}", "invalid condition \"$uri)\"")]
    [TestCase("if ($uri {}", "invalid condition \"$uri\"")]
    [TestCase("if (x) {}", "invalid condition \"x\"")]
    [TestCase("if () {}", "invalid condition \")\"")]
    [TestCase("if ($uri ~) {}", "invalid condition \"$uri\"")]
    [TestCase("if ($uri = a b) {}", "invalid condition \"$uri\"")]
    [TestCase("if ($uri == a) {}", "unexpected \"==\" in condition")]
    [TestCase("if (-z $uri) {}", "invalid condition \"-z\"")]
    [TestCase("location / { if ($uri) { location /x {} } }", "\"location\" directive is not allowed here")]
    [TestCase("root /x; root /y;", "\"root\" directive is duplicate")]
    [TestCase("location / { root /x; alias /y; }", "\"alias\" directive is duplicate, \"root\" directive was specified earlier")]
    [TestCase("location @n { alias /x; }", "the \"alias\" directive cannot be used inside the named location")]
    [TestCase("root $document_root/x;", "the $document_root variable cannot be used in the \"root\" directive")]
    [TestCase("location / { internal; internal; }", "\"internal\" directive is duplicate")]
    [TestCase("location / { limit_except FOO {} }", "invalid method \"FOO\"")]
    [TestCase("satisfy maybe;", "invalid value \"maybe\"")]
    [TestCase("client_max_body_size x;", "\"client_max_body_size\" directive invalid value")]
    [TestCase("large_client_header_buffers 4 256;", "the \"large_client_header_buffers\" size must be equal to or greater than \"connection_pool_size\"")]
    [TestCase("keepalive_timeout x;", "\"keepalive_timeout\" directive invalid value")]
    [TestCase("aio x;", "\"aio\" directive invalid value")]
    [TestCase("server_names_hash_max_size 1;", "\"server_names_hash_max_size\" directive is not allowed here")]
    public void Mistake_IsNamedInNginxsWords(string lines, string message)
    {
        using var prefix = new ServerPrefix();
        prefix.WriteConf($"http {{\n  server {{\n    listen {{port}};\n    {lines}\n  }}\n}}");

        var result = prefix.Run("-t");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain($"nginx: [emerg] {message}".Replace("{port}", $"{prefix.Port}", StringComparison.Ordinal).Replace("{port2}", $"{prefix.Port2}", StringComparison.Ordinal)));
    }

    [TestCase("server_name a; } server { listen {port}; server_name a;", "conflicting server name \"a\" on 0.0.0.0:{port}, ignored")]
    [TestCase("types { text/x x; text/y x; }", "duplicate extension \"x\", content type: \"text/y\", previous content type: \"text/x\"")]
    [TestCase("server_name a/b;", "server name \"a/b\" has suspicious symbols")]
    public void Oddity_IsWarnedOf(string lines, string message)
    {
        using var prefix = new ServerPrefix();
        prefix.WriteConf($"http {{\n  server {{\n    listen {{port}};\n    {lines}\n  }}\n}}");

        var result = prefix.Run("-t");

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Error, Does.Contain($"[warn] {message}".Replace("{port}", $"{prefix.Port}", StringComparison.Ordinal)));
    }
}
