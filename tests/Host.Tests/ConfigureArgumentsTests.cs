using Engine.Core.Conf;
using Engine.Host.Commands;

namespace Engine.Host.Tests;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ConfigureArgumentsTests
{
    [Test]
    public void Module_ThatIsThere_IsClaimed()
    {
        var arguments = Of(("gzip", ConfContext.HttpAny), ("stub_status", ConfContext.HttpLocation));

        Assert.That(arguments, Has.Member("--with-http_stub_status_module").And.No.Member("--without-http_gzip_module"));
    }

    [Test]
    public void Module_ThatIsMissing_IsNotClaimed()
    {
        var arguments = Of(("http", ConfContext.Main));

        Assert.That(arguments, Has.Member("--without-http_gzip_module").And.No.Member("--with-http_stub_status_module"));
        Assert.That(arguments, Has.None.StartsWith("--with-stream"));
    }

    [Test]
    public void StreamModules_ShareNamesWithHttpModules_ButNotTheirPresence()
    {
        var arguments = Of(("stream", ConfContext.Main), ("map", ConfContext.Http), ("geo", ConfContext.Stream));

        Assert.That(arguments, Has.Member("--with-stream").And.Member("--without-stream_map_module").And.No.Member("--without-stream_geo_module"));
    }

    private static List<string> Of(params (string Name, ConfContext Contexts)[] directives)
    {
        var table = new DirectiveTable();
        foreach (var (name, contexts) in directives)
            table.Add(new Directive(name, contexts, 0, 1, static _ => { }));
        return [.. ConfigureArguments.Of(table)];
    }
}
