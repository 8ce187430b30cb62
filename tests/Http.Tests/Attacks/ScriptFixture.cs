using System.Globalization;
using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>A server that runs the Lua code of a request's body: a test shows the script, and the bytes that come back.</summary>
internal abstract class ScriptFixture(string locations = "") : ServerFixture($$"""
    http {
        default_type text/plain;
        server {
            listen {port};
            location = /run { content_by_lua_block { ngx.req.read_body() assert(loadstring(ngx.req.get_body_data(), "=run"))() } }
            location = /head { content_by_lua_block { ngx.print(ngx.req.raw_header()) } }
            location /uri { content_by_lua_block { ngx.print(ngx.var.uri, "?", ngx.var.args or "") } }
            {{locations}}
        }
        server {
            listen 127.0.0.1:{port2};
            location / { content_by_lua_block { ngx.print(ngx.req.raw_header()) } }
        }
    }
    """)
{
    protected RawResponse Run(string script)
    {
        using var connection = Server.Connect();
        var length = Encoding.Latin1.GetByteCount(script).ToString(CultureInfo.InvariantCulture);
        return connection.Send($"POST /run HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{script}").ReadResponse();
    }

    /// <summary>Every byte that is no part of a field's value: what a script can use to begin a field or a response of its own.</summary>
    protected static IEnumerable<int> ControlBytes => Enumerable.Range(0, 32).Where(static code => code != '\t').Append(127);
}
