namespace Engine.LuaBridge.Tests.Api;

public sealed class UriTests
{
    [TestCase("ngx.escape_uri('a b/c?d=é~-._')", "a%20b%2Fc%3Fd%3D%C3%A9~-._")]
    [TestCase("ngx.escape_uri('plain')", "plain")]
    [TestCase("ngx.escape_uri(\"-_.!~*'() ,$@|`\")", "-_.!~*'()%20%2C%24%40%7C%60")]
    [TestCase("ngx.escape_uri('\"a\\' %#', 4)", "%22a%27%20%#")]
    [TestCase("ngx.escape_uri('https://x/a b?c=%', 0)", "https://x/a%20b%3Fc=%25")]
    [TestCase("ngx.escape_uri('a+b c#', 1)", "a%2Bb%20c%23")]
    [TestCase("ngx.escape_uri('\"a\\'b#\\127', 3)", "%22a%27b%23%7F")]
    [TestCase("ngx.escape_uri('a b\\127é%', 6)", "a%20b\u007fé%25")]
    [TestCase("ngx.escape_uri(nil), ngx.escape_uri(5), ngx.escape_uri('')", " 5 ")]
    [TestCase("ngx.unescape_uri('a%20b+c%2f'), ngx.unescape_uri('%'), ngx.unescape_uri('%4'), ngx.unescape_uri('%zz+%41'), ngx.unescape_uri(nil)", "a b c/ % %4 %zz A ")]
    [TestCase("#ngx.escape_uri((' '):rep(100000))", "300000")]
    public void Escape_Text_IsOpenRestys(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
    }

    [TestCase("ngx.encode_args({ a = { 1, true, false, 'x y' } })", "a=1&a&a=x%20y")]
    [TestCase("ngx.encode_args({ a = false }), ngx.encode_args({}), ngx.encode_args({ a = {} })", "  ")]
    [TestCase("ngx.encode_args({ ['a b'] = 'c&d=é/?:@' })", "a%20b=c%26d%3D%C3%A9%2F%3F%3A%40")]
    [TestCase("ngx.encode_args({ a = 1.5 }), ngx.encode_args({ b = 1e20 }), ngx.encode_args({ c = true })", "a=1.5 b=1e%2B20 c")]
    public void EncodeArgs_Table_IsAQueryString(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
    }

    [TestCase("'a=1&b&c=&=d&&e=5&a=2&a&f=%41+b%zz'", """{"a":["1","2",true],"b":true,"c":"","e":"5","f":"A b%zz"}""")]
    [TestCase("''", "{}")]
    [TestCase("'a'", """{"a":true}""")]
    [TestCase("'a='", """{"a":""}""")]
    [TestCase("'&&&'", "{}")]
    [TestCase("'a=b=c'", """{"a":"b=c"}""")]
    [TestCase("'a=1&b=2', 1", """{"a":"1"} truncated""")]
    [TestCase("'a=1&b=2', 2", """{"a":"1","b":"2"}""")]
    [TestCase("'a=1&=&b=2&c=3', 3", """{"a":"1","b":"2"} truncated""")]
    public void DecodeArgs_QueryString_IsATable(string arguments, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($$"""
            local args, err = ngx.decode_args({{arguments}})
            local encode, names, parts = require("cjson").encode, {}, {}
            for name in pairs(args) do names[#names + 1] = name end
            table.sort(names)
            for i, name in ipairs(names) do parts[i] = encode(name) .. ":" .. encode(args[name]) end
            return "{" .. table.concat(parts, ",") .. "}" .. (err and " " .. err or "")
            """), Is.EqualTo(expected));
    }

    [Test]
    public void DecodeArgs_MoreThanTheLimit_StopsAtIt()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local parts = {}
            for i = 1, 5000 do parts[i] = "k" .. i .. "=" .. i end
            local query, nkeys = table.concat(parts, "&"), require "table.nkeys"
            local default, err = ngx.decode_args(query)
            local all, none = ngx.decode_args(query, 0)
            return nkeys(default), err, nkeys(all), none, all.k5000
            """), Is.EqualTo("100 truncated 5000 nil 5000"));
    }

    [TestCase("ngx.encode_args({ [1] = 2 })", "attempt to use a non-string key in the \"args\" option table")]
    [TestCase("ngx.encode_args({ a = print })", "attempt to use function as query arg value")]
    [TestCase("ngx.encode_args({ a = { print } })", "attempt to use function as query arg value")]
    [TestCase("ngx.encode_args()", "expecting 1 argument but seen 0")]
    [TestCase("ngx.encode_args(3)", "bad argument #1 to 'encode_args' (table expected, got number)")]
    [TestCase("ngx.decode_args()", "expecting 1 or 2 arguments but seen 0")]
    [TestCase("ngx.decode_args({})", "bad argument #1 to 'decode_args' (string expected, got table)")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [TestCase("local x = ngx.escape_uri('a', 'x')", "\"type\" is not a number")]
    [TestCase("local x = ngx.escape_uri('a', 9)", "\"type\" 9 out of range")]
    public void EscapeUri_BadType_RaisesWithoutAPlace(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: {message}\n"));
    }

    [Test]
    public void EncodeArgs_CalledWithoutAName_IsAQuestionMark()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return pcall(ngx.encode_args, true)"), Is.EqualTo("false bad argument #1 to '?' (table expected, got boolean)"));
    }
}
