using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Core;

/// <summary><c>listen address:port [parameters]</c></summary>
internal static class ListenDirective
{
    private static readonly string[] Parameters = ["bind", "backlog", "rcvbuf", "sndbuf", "ipv6only", "so_keepalive", "proxy_protocol"];

    public static void Apply(DirectiveUse use)
    {
        var scope = MailScope.Of(use);
        var server = scope.Server!;
        var parameters = ListenWords.ReadParameters(use, (word, known) => ReadOwn(word, known, use));
        foreach (var address in ListenWords.ReadAddresses(use, defaultPort: 0))
        {
            server.HasListen = true;
            server.Protocol ??= scope.Configuration.Modules.FindProtocol(address.Port);
            scope.Configuration.Listen.Add(address, parameters, server, use);
        }
    }

    /// <summary>Of what listens may say elsewhere mail has only a part.</summary>
    private static ListenParameters? ReadOwn(string word, ListenParameters known, DirectiveUse use)
    {
        var name = word.Split('=')[0];
        if (word == "ssl")
            throw use.Error("the \"ssl\" parameter requires ngx_mail_ssl_module");
        if (word == "multipath")
            return known with { Socket = known.Socket with { Multipath = true }, IsSet = true, Bind = true };
        if (!Parameters.Contains(name) || (name == "ipv6only" && word is not "ipv6only=on" and not "ipv6only=off"))
            throw use.Error($"the invalid \"{word}\" parameter");
        return null;
    }
}
