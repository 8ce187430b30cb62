using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.AuthHttp;

/// <summary>Whether an answer of the auth server makes sense, and what follows from it for the session.</summary>
internal static class AnswerExamination
{
    private const int MaxPort = 65535;

    public static AuthOutcome Examine(MailSession session, AuthAnswer answer, SocketAddress authServer)
    {
        switch (answer.Status)
        {
            case AuthStatus.Error:
                session.Log.Write(LogLevel.Info, session, $"client login failed: \"{answer.Message.Span}\"");
                return AuthOutcome.Denied;
            case AuthStatus.Wait:
                return AuthOutcome.Again;
            case AuthStatus.None:
                session.Log.Write(LogLevel.Error, session, $"auth http server {authServer} did not send status");
                return AuthOutcome.Failed;
            default:
                return TakeCredentials(session, answer, authServer) && TakeUpstream(session, answer, authServer) ? AuthOutcome.Accepted : AuthOutcome.Failed;
        }
    }

    private static bool TakeUpstream(MailSession session, AuthAnswer answer, SocketAddress authServer)
    {
        if (answer.Server.IsEmpty || answer.Port.IsEmpty)
        {
            session.Log.Write(LogLevel.Error, session, $"auth http server {authServer} did not send server or port");
            return false;
        }

        if (!NumericAddress.TryParse(answer.Server.Span, out var address))
        {
            session.Log.Write(LogLevel.Error, session, $"auth http server {authServer} sent invalid server address:\"{answer.Server.Span}\"");
            return false;
        }

        if (!DecimalText.TryParse(answer.Port.Span, int.MaxValue, out var port) || port is < 1 or > MaxPort)
        {
            session.Log.Write(LogLevel.Error, session, $"auth http server {authServer} sent invalid server port:\"{answer.Port.Span}\"");
            return false;
        }

        answer.Upstream = SocketAddress.Of(address, port);
        return true;
    }

    /// <summary>What the client logs in with at the mail server. A hash of the client's is of no use there.</summary>
    private static bool TakeCredentials(MailSession session, AuthAnswer answer, SocketAddress authServer)
    {
        var credentials = session.Credentials;
        if (answer.User.IsSet)
            credentials.Name.Set(answer.User.Span);
        if (answer.Password.IsSet)
            credentials.Password.Set(answer.Password.Span);
        else if (credentials.Method != AuthMethods.Plain)
            credentials.Password.Clear();
        if (credentials.Password.IsSet || !session.Protocol.NeedsPassword)
            return true;
        session.Log.Write(LogLevel.Error, session, $"auth http server {authServer} did not send password");
        return false;
    }
}
