using Engine.Host.Resty;

namespace Engine.Host.Tests.Resty;

public sealed class RestyOptionsTests
{
    [Test]
    public void Parse_ScriptAndItsArguments_OptionsEndAtTheScript()
    {
        var options = RestyOptions.Parse(["-I", "lib", "--shdict=dogs 1m", "--shdict", "cats 2m", "script.lua", "-e", "x"]);

        Assert.Multiple(() =>
        {
            Assert.That(options.Error, Is.Null);
            Assert.That(options.File, Is.EqualTo("script.lua"));
            Assert.That(options.Arguments, Is.EqualTo(new[] { "-e", "x" }));
            Assert.That(options.All("--shdict"), Is.EqualTo(new[] { "dogs 1m", "cats 2m" }));
            Assert.That(options.Last("-I"), Is.EqualTo("lib"));
        });
    }

    [Test]
    public void Parse_ValuesBehindTheirOption_AreTaken()
    {
        var options = RestyOptions.Parse(["-Ilib", "-c128", "-e", "print(1)", "-e", "print(2)"]);

        Assert.Multiple(() =>
        {
            Assert.That(options.Last("-I"), Is.EqualTo("lib"));
            Assert.That(options.Last("-c"), Is.EqualTo("128"));
            Assert.That(options.All("-e"), Is.EqualTo(new[] { "print(1)", "print(2)" }));
            Assert.That(options.File, Is.Null);
        });
    }

    [TestCase("--valgrind is not supported: it needs nginx itself.", "--valgrind", "-e", "x")]
    [TestCase("unknown option --bogus.", "--bogus")]
    [TestCase("-e requires an argument.", "-e")]
    [TestCase("Neither Lua input file nor -e \"\" option specified.")]
    public void Parse_WhatCantBeDone_IsSaid(string error, params string[] arguments) =>
        Assert.That(RestyOptions.Parse(arguments).Error, Is.EqualTo(error));

    [Test]
    public void Conf_Options_StandWhereTheyBelong()
    {
        var options = RestyOptions.Parse(["-c", "9", "--http-conf", "server_tokens off;", "--main-conf", "thread_pool p threads=1;", "--shdict", "dogs 1m", "--errlog-level", "info", "-e", "x"]);

        var conf = RestyConf.Of(options, ["HOME=/root", "odd name=1"], "/srv/engine/");

        Assert.That(conf, Does.Contain("thread_pool p threads=1;\nevents { worker_connections 9; }\nhttp {")
            .And.Contain("lua_shared_dict dogs 1m;\nserver_tokens off;\n").And.Contain("error_log stderr info;").And.Contain("env HOME;\n").And.Not.Contain("odd name"));
    }

    [Test]
    public void Code_Arguments_AreLiteralsOfLua()
    {
        var options = RestyOptions.Parse(["a\"b\\c.lua", "line\nend"]);

        Assert.That(RestyScript.MainCode(options), Does.StartWith("local options = { arguments = { [0] = \"a\\034b\\092c.lua\", \"line\\010end\" }, code = { }, libraries = { }, file = \"a\\034b\\092c.lua\" }\n"));
    }
}
