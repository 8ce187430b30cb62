using System.Net;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Core.Listening;

/// <summary><c>server_name</c>: exact names, "*.suffix", ".suffix", "prefix.*", "~regex", "$hostname", "".</summary>
public static class ServerNameDirective
{
    /// <summary>Adds the names of one directive.</summary>
    /// <param name="first">Gets the first name as <c>$server_name</c> shows it, unless there is one already.</param>
    public static void Read(DirectiveUse use, List<ServerName> names, Action<ByteString> first)
    {
        foreach (var word in use.Arguments)
        {
            var text = word == "$hostname" ? Dns.GetHostName() : word;
            if (names.Count == 0)
                first(ByteString.From(text.StartsWith('.') ? text[1..] : text.StartsWith('~') ? text : text.ToLowerInvariant()));
            names.Add(Read(text, word, use));
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
