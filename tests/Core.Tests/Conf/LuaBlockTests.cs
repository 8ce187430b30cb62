namespace Engine.Core.Tests.Conf;

/// <summary>Where a <c>*_by_lua_block</c> ends.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LuaBlockTests
{
    [TestCase("{return 1}", "return 1")]
    [TestCase("{}", "")]
    [TestCase("{ t = {{}, {1}} }", " t = {{}, {1}} ")]
    [TestCase("{ s = \"}\" }", " s = \"}\" ")]
    [TestCase("{ s = '}' }", " s = '}' ")]
    [TestCase(@"{ s = 'a\'}' }", @" s = 'a\'}' ")]
    [TestCase(@"{ s = ""\\"" .. '}' }", @" s = ""\\"" .. '}' ")]
    [TestCase("{ s = \"a\\\n}\" }", " s = \"a\\\n}\" ")]
    [TestCase("{ -- }\n}", " -- }\n")]
    [TestCase("{ -- it's a } \"comment\n}", " -- it's a } \"comment\n")]
    [TestCase("{ --[[ } ]] }", " --[[ } ]] ")]
    [TestCase("{ -- [[ }\n }", " -- [[ }\n ")]
    [TestCase("{ --[=[ } ]] }\n]=] }", " --[=[ } ]] }\n]=] ")]
    [TestCase("{ s = [[ } ]] }", " s = [[ } ]] ")]
    [TestCase("{ s = [==[ } ]=] ]==] }", " s = [==[ } ]=] ]==] ")]
    [TestCase("{ return a[b[1]] }", " return a[b[1]] ")]
    [TestCase("{ return a[=b }", " return a[=b ")]
    [TestCase("{ return 5 - -3 }", " return 5 - -3 ")]
    [TestCase("{ it's broken }", " it's broken ")]
    public void Body_WithBracesInStringsAndComments_EndsAtItsOwnBrace(string body, string expected)
    {
        var module = new TreeModule();
        using var folder = new ConfFolder($"code_by_lua_block {body} word a;\nevents {{}}").With(module);

        folder.Load();

        Assert.That(module.LuaBlocks, Is.EqualTo(new[] { expected }));
        Assert.That(module.Seen, Is.EqualTo("word[a]"));
    }

    [Test]
    public void Body_BehindLines_KnowsItsFirstLine()
    {
        var module = new TreeModule();
        using var folder = new ConfFolder("\n\ncode_by_lua_block\n{\nreturn 1\n}\nfoo;").With(module);

        Assert.That(folder.Refusal(), Does.EndWith("nginx.conf:7"));
        Assert.That(module.LuaLines, Is.EqualTo(new[] { 4 }));
    }

    [TestCase("code_by_lua_block {\n return 1\n", "unexpected end of file, expecting terminating characters for lua code block in {root}/conf/nginx.conf:1")]
    [TestCase("code_by_lua_block {\n --}", "unexpected end of file, expecting terminating characters for lua code block in {root}/conf/nginx.conf:1")]
    [TestCase("\ncode_by_lua_block {\n s = [==[ }\n}", "Lua code block missing the closing long bracket \"]==]\", the inlined Lua code may be too long in {root}/conf/nginx.conf:2")]
    [TestCase("code_by_lua_block { --[[ }", "Lua code block missing the closing long bracket \"]]\", the inlined Lua code may be too long in {root}/conf/nginx.conf:1")]
    [TestCase("code_by_lua_block;", "directive \"code_by_lua_block\" has no opening \"{\" in {root}/conf/nginx.conf:1")]
    [TestCase("code_by_lua_block a {}", "invalid number of arguments in \"code_by_lua_block\" directive in {root}/conf/nginx.conf:1")]
    [TestCase("code_by_lua_block { };", "unexpected \";\" in {root}/conf/nginx.conf:1")]
    [TestCase("code_by_lua_block { t = {{}}}\n }", "unexpected \"}\" in {root}/conf/nginx.conf:2")]
    public void Body_WithoutEnd_IsRefused(string conf, string expected)
    {
        using var folder = new ConfFolder(conf).With(new TreeModule());

        Assert.That(folder.Refusal(), Is.EqualTo(expected));
    }
}
