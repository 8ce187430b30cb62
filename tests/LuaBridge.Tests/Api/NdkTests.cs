namespace Engine.LuaBridge.Tests.Api;

/// <summary>ndk.set_var: set-misc's functions of one value.</summary>
public sealed class NdkTests
{
    [TestCase("set_escape_uri(' :')", "%20%3A")]
    [TestCase("set_unescape_uri('a%20b+c')", "a b c")]
    [TestCase("set_escape_uri(1)", "1")]
    [TestCase("set_quote_sql_str([[it's\\]])", "'it\\'s\\\\'")]
    [TestCase("set_quote_sql_str('')", "''")]
    [TestCase("set_quote_pgsql_str('plain')", "E'plain'")]
    [TestCase("set_quote_pgsql_str([[it's]])", "E'it\\'s'")]
    [TestCase("set_quote_json_str('a\"\\1')", "\"a\\\"\\u0001\"")]
    [TestCase("set_quote_json_str('')", "null")]
    [TestCase("set_encode_base64('ab')", "YWI=")]
    [TestCase("set_decode_base64('YWI=')", "ab")]
    [TestCase("set_encode_base32('fo')", "cpng====")]
    [TestCase("set_decode_base32('cpnmuoj1e8======')", "foobar")]
    [TestCase("set_encode_hex('a\\255')", "61ff")]
    [TestCase("set_decode_hex('6162')", "ab")]
    [TestCase("set_md5('x')", "9dd4e461268c8034f5c8564e155c67a6")]
    [TestCase("set_sha1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    public void SetVar_Value_IsComputed(string call, string expected)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Run($"return ndk.set_var.{call}"), Is.EqualTo(expected));
    }

    [TestCase("ndk.set_var.set_decode_hex('a')", "calling directive set_decode_hex failed with code -1")]
    [TestCase("ndk.set_var.x('a')", "ndk.set_var: directive \"x\" not found or does not use ndk_set_var_value")]
    [TestCase("ndk.set_var.set_md5 = 1", "not allowed")]
    public void SetVar_Wrong_Raises(string code, string expected)
    {
        using var worker = new LuaWorker();
        Assert.That(worker.Fail(code), Does.Contain(expected));
    }
}
