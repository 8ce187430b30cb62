using System.Globalization;
using System.Text;
using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Mail.Conf;
using Engine.Stream.Conf;

namespace Engine.Host.Tests.Documents;

/// <summary>docs/directives.md: every row of the directive tables.</summary>
internal static class DirectivesDocument
{
    private const string Head = """
        # Directives

        Every directive that the server knows, in the order of the alphabet; this file is written from the directive tables. Syntax and meaning are
        those of nginx's and OpenResty's documentation. The last column says where behaviour differs, or why a value cannot matter here;
        "refused" is what stops the server with a message. A directive that stands in no row is unknown, and stops the server as well.

        | Directive | Arguments | Contexts | Default | Module | Differences |
        | --- | --- | --- | --- | --- | --- |

        """;

    /// <summary>As nginx's documentation names them.</summary>
    private static readonly (ConfContext Context, string Name)[] Contexts =
    [
        (ConfContext.Main, "main"),
        (ConfContext.Events, "events"),
        (ConfContext.Http, "http"),
        (ConfContext.HttpServer, "server"),
        (ConfContext.HttpServerIf, "if in server"),
        (ConfContext.HttpLocation, "location"),
        (ConfContext.HttpLocationIf, "if in location"),
        (ConfContext.HttpLimitExcept, "limit_except"),
        (ConfContext.HttpUpstream, "upstream"),
        (ConfContext.Stream, "stream"),
        (ConfContext.StreamServer, "stream server"),
        (ConfContext.StreamUpstream, "stream upstream"),
        (ConfContext.Mail, "mail"),
        (ConfContext.MailServer, "mail server"),
    ];

    public static IReadOnlyList<(string Module, Directive Directive)> Rows() =>
        [.. Registered().Append((Module: "core", Directive: Include())).OrderBy(static row => row.Directive.Name, StringComparer.Ordinal)];

    public static string Text()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (module, directive) in Rows())
            text.Append(Row(module, directive));
        return text.ToString();
    }

    private static IEnumerable<(string Module, Directive Directive)> Registered()
    {
        foreach (var module in BuiltinModules.All)
        {
            var table = new DirectiveTable();
            if (module is HttpBlock)
                new HttpBlock([], BuiltinHttpModules.Filters).Register(table);
            else if (module is StreamBlock)
                new StreamBlock([]).Register(table);
            else if (module is MailBlock)
                new MailBlock([]).Register(table);
            else
                module.Register(table);
            foreach (var directive in table.All)
                yield return (module.Name, directive);
        }

        foreach (var module in BuiltinHttpModules.Modules)
        {
            var table = new DirectiveTable();
            module.Register(new HttpModuleTable(table, BuiltinHttpModules.Filters));
            foreach (var directive in table.All)
                yield return ("http " + module.Name, directive);
        }

        foreach (var module in BuiltinStreamModules.Modules)
        {
            var table = new DirectiveTable();
            module.Register(new StreamModuleTable(table));
            foreach (var directive in table.All)
                yield return ("stream " + module.Name, directive);
        }

        foreach (var module in BuiltinMailModules.Modules)
        {
            var table = new DirectiveTable();
            module.Register(new MailModuleTable(table));
            foreach (var directive in table.All)
                yield return ("mail " + module.Name, directive);
        }
    }

    /// <summary>The parser's own: it reads files in any block, so it is in no module's table.</summary>
    private static Directive Include() => new("include", Contexts.Aggregate(ConfContext.None, static (all, next) => all | next.Context), 1, 1, static _ => { });

    private static string Row(string module, Directive directive) =>
        $"| `{directive.Name}` | {Arguments(directive)} | {ContextsOf(directive)} | {Default(directive)} | {module} | {Cell(directive.Note)} |\n";

    private static string Arguments(Directive directive)
    {
        var count = (directive.MinArgs, directive.MaxArgs) switch
        {
            var (least, most) when least == most => least.ToString(CultureInfo.InvariantCulture),
            (var least, int.MaxValue) => $"{least} or more",
            var (least, most) => $"{least} to {most}",
        };
        return directive.Form switch
        {
            DirectiveForm.Simple => count,
            DirectiveForm.LuaBlock => Before(count, "Lua block"),
            _ => Before(count, "block"),
        };
    }

    private static string Before(string count, string block) => count == "0" ? block : $"{count}, {block}";

    private static string ContextsOf(Directive directive) => directive.Name == "include"
        ? "any"
        : string.Join(", ", Contexts.Where(context => (directive.Contexts & context.Context) != 0).Select(static context => context.Name));

    private static string Default(Directive directive) => directive.Default.Length == 0 ? "" : $"`{Cell(directive.Default)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
