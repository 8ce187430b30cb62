using System.Text;

namespace Engine.LuaBridge.Tests.Api;

public sealed class EncodingTests
{
    [TestCase("ngx.encode_base64('hello'), ngx.encode_base64('hello', true), ngx.encode_base64(''), ngx.encode_base64(nil), ngx.encode_base64(5)", "aGVsbG8= aGVsbG8   NQ==")]
    [TestCase("ngx.decode_base64('aGVsbG8='), ngx.decode_base64('aGVsbG8'), ngx.decode_base64('YX'), ngx.decode_base64('=')", "hello hello a ")]
    [TestCase("ngx.decode_base64('YWJjZGU=xx'), ngx.decode_base64('YWJj\\nZGVm'), ngx.decode_base64('YWJjZ'), ngx.decode_base64('YWJ!')", "abcde nil nil nil")]
    [TestCase("ngx.decode_base64mime('YW\\nJj!!ZGU=xx'), ngx.decode_base64mime('!!'), ngx.decode_base64mime('Y')", "abcde  nil")]
    [TestCase("ngx.decode_base64('YW-_'), require('ngx.base64').decode_base64url('YT8-Yg'), require('ngx.base64').encode_base64url('a?>b')", "nil a?>b YT8-Yg")]
    [TestCase("require('ngx.base64').decode_base64url('a+b')", "nil invalid input")]
    [TestCase("require('ngx.base64').encode_base64url(1)", "nil must provide a string")]
    public void Base64_Text_IsNginxs(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
    }

    [Test]
    public void Base64_EveryLengthAndByte_ComesBack()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local base64, all = require "ngx.base64", {}
            for i = 0, 255 do all[i + 1] = string.char(i) end
            all = table.concat(all):rep(3)
            for length = 0, #all do
                local text = all:sub(1, length)
                if ngx.decode_base64(ngx.encode_base64(text)) ~= text then return "padded", length end
                if ngx.decode_base64(ngx.encode_base64(text, true)) ~= text then return "unpadded", length end
                if base64.decode_base64url(base64.encode_base64url(text)) ~= text then return "url", length end
            end
            return "all"
            """), Is.EqualTo("all"));
    }

    [TestCase("ngx.md5('hello'), ngx.md5(nil), ngx.md5(5)", "5d41402abc4b2a76b9719d911017c592 d41d8cd98f00b204e9800998ecf8427e e4da3b7fbbce2345d7772b0674a318d5")]
    [TestCase("ngx.crc32_short('hello'), ngx.crc32_long('hello'), ngx.crc32_long(nil), ngx.crc32_long('The quick brown fox jumps over the lazy dog')", "907060870 907060870 0 1095738169")]
    [TestCase("(ngx.md5_bin('hello'):gsub('.', function(c) return ('%02x'):format(c:byte()) end))", "5d41402abc4b2a76b9719d911017c592")]
    [TestCase("(ngx.sha1_bin('hello'):gsub('.', function(c) return ('%02x'):format(c:byte()) end))", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")]
    [TestCase("ngx.encode_base64(ngx.hmac_sha1('thisisverysecretstuff', 'some string we want to sign'))", "R/pvxzHC4NLtj7S+kXFg/NePTmk=")]
    [TestCase("ngx.quote_sql_str('a\\0b\\nc\\\\d\\26\"x\\''), ngx.quote_sql_str(5), ngx.quote_sql_str('')", "'a\\0b\\nc\\\\d\\Z\\\"x\\'' '5' ''")]
    public void Digest_Text_IsOpenRestys(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
    }

    [TestCase("ngx.decode_base64(nil)", "string argument only")]
    [TestCase("ngx.encode_base64('ab', 1)", "bad no_padding: boolean expected, got number")]
    [TestCase("ngx.hmac_sha1('k')", "expecting 2 arguments, but got 1")]
    [TestCase("ngx.quote_sql_str(nil)", "bad argument #1 to 'quote_sql_str' (string expected, got nil)")]
    [TestCase("ngx.quote_sql_str()", "expecting one argument")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void Crc32_AnyLength_IsTheSameBytewise()
    {
        var bytes = Encoding.ASCII.GetBytes("0123456789abcdefghij");

        Assert.That(Engine.LuaBridge.Api.Hash.Crc32.Of("123456789"u8), Is.EqualTo(0xCBF43926));
        for (var length = 0; length <= bytes.Length; length++)
            Assert.That(Engine.LuaBridge.Api.Hash.Crc32.Of(bytes.AsSpan(0, length)), Is.EqualTo(Slowly(bytes.AsSpan(0, length))));

        static uint Slowly(ReadOnlySpan<byte> bytes)
        {
            var crc = uint.MaxValue;
            foreach (var value in bytes)
            {
                crc ^= value;
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            return ~crc;
        }
    }
}
