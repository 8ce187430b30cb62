using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Slices that don't fit together: the response ends before its end.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SliceTests
{
    private const string Conf = """
        http {
            server {
                listen {port};
                location / {
                    slice 4;
                    content_by_lua_block {
                        local body = "0123456789"
                        local first, last = ngx.var.slice_range:match("bytes=(%d+)%-(%d+)")
                        first, last = tonumber(first), math.min(tonumber(last), #body - 1)
                        local skew = first > 0 and tonumber(ngx.var.arg_skew) or 0
                        ngx.status = first > 0 and tonumber(ngx.var.arg_status) or 206
                        ngx.header["ETag"] = '"' .. (ngx.var.arg_changes and first or "x") .. '"'
                        ngx.header["Content-Range"] = "bytes " .. first + skew .. "-" .. last .. "/" .. (first > 0 and ngx.var.arg_length or #body)
                        ngx.header["Content-Length"] = last - first + 1
                        ngx.print(body:sub(first + 1, last + 1))
                    }
                }
            }
        }
        """;

    [TestCase("changes=1", "etag mismatch in slice response")]
    [TestCase("skew=1", "unexpected range in slice response: 5-8")]
    [TestCase("length=*", "no complete length in slice response")]
    [TestCase("length=x", "invalid range in slice response")]
    [TestCase("status=404", "unexpected status code 404 in slice response")]
    public void Slice_ThatDoesNotFit_EndsTheConnectionAndIsLogged(string arguments, string message)
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("nginx's slices and its Lua module don't know each other");
        using var server = ServerUnderTest.Start(Conf);

        Assert.That(() => server.Get("/?" + arguments), Throws.InstanceOf<IOException>());

        server.Quit();
        Assert.That(server.ErrorLog.Text, Does.Contain(message));
    }
}
