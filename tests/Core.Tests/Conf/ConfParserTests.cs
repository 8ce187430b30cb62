using Engine.Core.Conf;

namespace Engine.Core.Tests.Conf;

/// <summary>What is said to broken files, and how files include files; the messages are nginx's.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ConfParserTests
{
    private const string At = " in {root}/conf/nginx.conf:";

    [TestCase("events {}}", "unexpected \"}\"" + At + "1")]
    [TestCase("events {\n", "unexpected end of file, expecting \"}\"" + At + "2")]
    [TestCase("events { worker_connections 5 }", "unexpected \"}\"" + At + "1")]
    [TestCase("events {\n worker_connections 10\n}\n", "unexpected \"}\"" + At + "3")]
    [TestCase("events { worker_connections 5\n", "unexpected end of file, expecting \";\" or \"}\"" + At + "2")]
    [TestCase("events { worker_connections 5 # }\n", "unexpected end of file, expecting \";\" or \"}\"" + At + "2")]
    [TestCase("events { ; }", "unexpected \";\"" + At + "1")]
    [TestCase("events { {", "unexpected \"{\"" + At + "1")]
    [TestCase("daemon \"on\n", "unexpected end of file, expecting \";\" or \"}\"" + At + "2")]
    [TestCase("daemon 'on'x;", "unexpected \"x\"" + At + "1")]
    [TestCase("events;", "directive \"events\" has no opening \"{\"" + At + "1")]
    [TestCase("daemon on {}", "directive \"daemon\" is not terminated by \";\"" + At + "1")]
    [TestCase("events { daemon on; }", "\"daemon\" directive is not allowed here" + At + "1")]
    [TestCase("events {\n worker_connections\n\n 10\n\n\n20;}", "invalid number of arguments in \"worker_connections\" directive" + At + "7")]
    [TestCase("include;", "invalid number of arguments in \"include\" directive" + At + "1")]
    [TestCase("include a {}", "directive \"include\" is not terminated by \";\"" + At + "1")]
    [TestCase("include nosuch;", "open() \"{root}/conf/nosuch\" failed (2: No such file or directory)" + At + "1")]
    [TestCase("\n\"include\" nosuch;", "open() \"{root}/conf/nosuch\" failed (2: No such file or directory)" + At + "2")]
    [TestCase("include .;", "pread() \"{root}/conf/.\" failed (21: Is a directory)" + At + "1")]
    public void File_Broken_IsRefusedWithItsPlace(string conf, string expected) => Assert.That(ConfFolder.RefusalOf(conf), Is.EqualTo(expected));

    [TestCase("worker_proceses 1;", "unknown directive \"worker_proceses\", did you mean \"worker_processes\"?" + At + "1")]
    [TestCase("damon off;", "unknown directive \"damon\", did you mean \"daemon\"?" + At + "1")]
    [TestCase("nothing_like_it 1;", "unknown directive \"nothing_like_it\"" + At + "1")]
    public void Directive_Unknown_IsRefusedWithTheNearestName(string conf, string expected) => Assert.That(ConfFolder.RefusalOf(conf), Is.EqualTo(expected));

    [Test]
    public void MainFile_Missing_IsRefusedWithoutPlace()
    {
        using var folder = new ConfFolder("");
        File.Delete(folder.PathOf("conf/nginx.conf"));

        Assert.That(folder.Refusal(), Is.EqualTo("open() \"{root}/conf/nginx.conf\" failed (2: No such file or directory)"));
    }

    [Test]
    public void Include_OfAPattern_ReadsTheFilesInOrder()
    {
        var module = new TreeModule();
        using var folder = new ConfFolder("word first; include sites/*.conf; include none/*; word last; events {}")
            .With(module)
            .Write("conf/sites/b.conf", "word b;")
            .Write("conf/sites/a.conf", "word a;\n# no more\n")
            .Write("conf/sites/.hidden.conf", "word hidden;")
            .Write("conf/sites/c.txt", "word c;");

        folder.Load();

        Assert.That(module.Seen, Is.EqualTo("word[first] word[a] word[b] word[last]"));
    }

    [Test]
    public void Include_InsideABlock_ReadsInItsContext()
    {
        var module = new TreeModule();
        using var folder = new ConfFolder("block { include inner.conf; } events {}").With(module).Write("conf/inner.conf", "inner;");

        folder.Load();

        Assert.That(module.Seen, Is.EqualTo("block { inner }"));
    }

    [Test]
    public void Include_InsideLines_AddsItsLines()
    {
        var module = new TreeModule();
        using var folder = new ConfFolder("lines {\n a 1;\n include more;\n b 2;\n}\nevents {}").With(module).Write("conf/more", "c 3;\nd 4;\n");

        folder.Load();

        Assert.That(module.Seen, Is.EqualTo("2:[a][1] 1:[c][3] 2:[d][4] 4:[b][2]"));
    }

    [Test]
    public void Error_InAnIncludedFile_NamesThatFile()
    {
        using var folder = new ConfFolder("events {}\ninclude a.conf;").Write("conf/a.conf", "\ninclude b.conf;").Write("conf/b.conf", "\n\nfoo_bar;");

        Assert.That(folder.Refusal(), Is.EqualTo("unknown directive \"foo_bar\" in {root}/conf/b.conf:3"));
    }

    [Test]
    public void Block_OpenAtTheEndOfAnIncludedFile_IsRefusedThere()
    {
        using var folder = new ConfFolder("include a.conf; }").Write("conf/a.conf", "events {\n");

        Assert.That(folder.Refusal(), Is.EqualTo("unexpected end of file, expecting \"}\" in {root}/conf/a.conf:2"));
    }

    [TestCase("include nginx.conf;")]
    [TestCase("lines { include lines.conf; }")]
    public void Include_OfItself_IsRefused(string conf)
    {
        using var folder = new ConfFolder(conf).With(new TreeModule()).Write("conf/lines.conf", "include lines.conf;");

        Assert.That(folder.Refusal(), Does.StartWith("too many nested \"include\" directives in "));
    }

    [TestCase("foo_bar;", "unknown directive \"foo_bar\" in command line")]
    [TestCase("pid logs/a", "unexpected end of parameter, expecting \";\" in command line")]
    [TestCase("daemon on; daemon off;", "\"daemon\" directive is duplicate in command line")]
    public void Parameter_Broken_IsRefusedAsTheCommandLine(string directives, string expected)
    {
        using var folder = new ConfFolder("events {}");
        folder.Sources = folder.Sources with { ExtraDirectives = directives };

        Assert.That(folder.Refusal(), Is.EqualTo(expected));
    }

    [Test]
    public void Parameter_BeforeTheFile_MakesTheSameDirectiveThereADuplicate()
    {
        using var folder = new ConfFolder("events {}\ndaemon on;");
        folder.Sources = folder.Sources with { ExtraDirectives = "daemon off;" };

        Assert.That(folder.Refusal(), Is.EqualTo("\"daemon\" directive is duplicate in {root}/conf/nginx.conf:2"));
    }

    [Test]
    public void Files_KeptForADump_AreVerbatimAndOnce()
    {
        using var folder = new ConfFolder("include a; include a; events {} # \xff\n").Write("conf/a", "# a\r\n");
        folder.Sources = folder.Sources with { KeepsFiles = true };

        var files = folder.Load().Environment.Files;

        Assert.That(files.Select(file => folder.Shorten(file.Path)), Is.EqualTo(new[] { "{root}/conf/nginx.conf", "{root}/conf/a" }));
        Assert.That(files[0].Content, Is.EqualTo("include a; include a; events {} # "u8.ToArray().Append((byte)0xff).Append((byte)'\n')));
    }

    [Test]
    public void Outline_OfAConfiguration_PassesOverWhatItDoesNotKnow()
    {
        using var folder = new ConfFolder("""
            pid logs/a.pid;
            foo bar;
            events { whatever "}" ; }
            http { init_by_lua_block { s = "}" } map $a $b { default "{"; } server { location / { return 200 "}"; } } include nosuch; }
            include more.conf;
            """).Write("conf/more.conf", "worker_processes 7;");

        var core = folder.LoadOutline().Core;

        Assert.That(folder.Shorten(core.Pid.Value), Is.EqualTo("{root}/logs/a.pid"));
        Assert.That(core.WorkerProcesses.Value, Is.EqualTo(7));
    }

    [Test]
    public void Words_OfAWholeConfiguration_AreHeardAtAnyDepth()
    {
        using var folder = new ConfFolder("pid a; http { server { ssl_key b c; include more; } } ").Write("conf/more", "access_log d;");
        var heard = new List<string>();

        var files = Engine.Core.Modules.CycleLoader.ReadWords(folder.Sources, new(), words => heard.Add(string.Join(' ', words.Select(static word => word.Text))));

        Assert.That(heard, Is.EqualTo(new[] { "pid a", "http", "server", "ssl_key b c", "access_log d" }));
        Assert.That(files.Paths.Select(folder.Shorten), Is.EqualTo(new[] { "{root}/conf/nginx.conf", "{root}/conf/more" }));
    }

    [Test]
    public void Snapshot_OfAConfiguration_IsReadInsteadOfTheDisk()
    {
        var module = new TreeModule();
        using var folder = new ConfFolder("word a; include more/*.conf; include more/x; events {}").With(module)
            .Write("conf/more/b.conf", "word b\xff;").Write("conf/more/a.conf", "word c;").Write("conf/more/x", "word d;");
        var taken = Engine.Core.Modules.CycleLoader.ReadWords(folder.Sources, new(), static _ => { });
        folder.Write("conf/nginx.conf", "broken").Write("conf/more/c.conf", "broken");
        File.Delete(folder.PathOf("conf/more/b.conf"));

        folder.Sources = folder.Sources with { Snapshot = ConfSnapshot.FromBytes(taken.ToBytes()) };
        folder.Load();

        Assert.That(module.Seen, Is.EqualTo("word[a] word[c] word[b\udcff] word[d]"));
    }
}
