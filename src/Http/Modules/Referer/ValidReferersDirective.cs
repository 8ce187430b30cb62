using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;

namespace Engine.Http.Modules.Referer;

/// <summary><c>valid_referers none | blocked | server_names | string …</c></summary>
internal static class ValidReferersDirective
{
    public static void Apply(DirectiveUse use, RefererConf conf)
    {
        var rules = conf.Rules ??= new RefererRules();
        foreach (var word in use.Arguments)
        {
            switch (word)
            {
                case "none":
                    rules.AllowsNone = true;
                    break;
                case "blocked":
                    rules.AllowsBlocked = true;
                    break;
                case "server_names":
                    AddServerNames(rules, HttpScope.Of(use));
                    break;
                default:
                    Add(rules, word, use);
                    break;
            }
        }
    }

    private static void Add(RefererRules rules, string word, DirectiveUse use)
    {
        if (word.StartsWith('~'))
        {
            if (word.Length == 1)
                throw use.Error($"empty regex in \"{word}\"");
            rules.Patterns.Add(CapturingRegex.Compile(ByteString.From(word[1..]), ignoreCase: true, use));
            return;
        }

        var slash = word.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (word, "") : (word[..slash], word[slash..]);
        switch (rules.Hosts.Add(host, ByteString.From(path)))
        {
            case NameAdded.Invalid:
                throw use.Error($"invalid hostname or wildcard \"{host}\"");
            case NameAdded.Conflicting:
                throw use.Error($"conflicting parameter \"{host}\"");
        }
    }

    /// <summary>The server's names, known when its block has been read.</summary>
    private static void AddServerNames(RefererRules rules, HttpScope scope) => scope.Configuration.OnMerged(() =>
    {
        foreach (var name in CoreServerConf.Slot.Of(scope.Server!).Names)
        {
            if (name.Pattern is not null)
                rules.ServerPatterns.Add(name.Pattern);
            else
                rules.Hosts.Add(name.Text, default);
        }
    });
}
