using System.Net;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Listening;

namespace Engine.Http.Modules.Core;

/// <summary><c>server_name</c>: exact names, "*.suffix", ".suffix", "prefix.*", "~regex", "$hostname", "".</summary>
internal static class ServerNameDirective
{
    public static void Apply(DirectiveUse use, CoreServerConf conf)
    {
        var server = HttpScope.Of(use).Server!;
        foreach (var word in use.Arguments)
        {
            var text = word == "$hostname" ? Dns.GetHostName() : word;
            if (conf.Names.Count == 0)
                server.Name = ByteString.From(text.StartsWith('.') ? text[1..] : text.StartsWith('~') ? text : text.ToLowerInvariant());
            conf.Names.Add(Read(text, word, use));
        }
    }

    private static ServerName Read(string text, string word, DirectiveUse use)
    {
        if (text.StartsWith('~'))
        {
            if (text.Length == 1)
                throw use.Error($"empty regex in server name \"{word}\"");
            var ignoreCase = text.AsSpan(1).ContainsAnyInRange('A', 'Z');
            return new ServerName(text, CapturingRegex.Compile(ByteString.From(text[1..]), ignoreCase, use));
        }

        if (text.Contains('/', StringComparison.Ordinal))
            use.Warn($"server name \"{word}\" has suspicious symbols");
        if (text == ".")
            throw use.Error("server name \".\" is invalid");
        return new ServerName(text.ToLowerInvariant(), null);
    }
}
