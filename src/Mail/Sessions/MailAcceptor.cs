using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Mail.Conf;

namespace Engine.Mail.Sessions;

/// <summary>Takes the connections that a listening socket accepts on one worker.</summary>
internal sealed class MailAcceptor(SessionWorker<MailSession> worker, MailConfiguration configuration, ListenSocket<MailServer, ListenAddress<MailServer>> socket) : IConnectionAcceptor
{
    public void OnAccepted(Connection connection) => worker.Rent().Start(connection, configuration, socket.AddressFor(connection));
}
