using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Mail.Conf;

namespace Engine.Mail.Listening;

/// <summary>The <c>listen</c> directives of mail. Mail protocols name no server: an address is for one alone.</summary>
internal sealed class MailListenTable : ListenTable<MailServer, ListenAddress<MailServer>>
{
    private readonly HashSet<SocketAddress> taken = [];

    public void Add(SocketAddress address, ListenParameters parameters, MailServer server, DirectiveUse use)
    {
        if (!taken.Add(address))
            throw use.Error($"duplicate \"{address}\" address and port pair");
        Add(address, parameters, server, use, use.File, use.Line);
    }

    protected override ListenAddress<MailServer> Create(SocketAddress address, ListenParameters parameters, string file, int line) =>
        new(address, parameters, file, line);

    protected override List<ServerName> NamesOf(MailServer server) => [];
}
