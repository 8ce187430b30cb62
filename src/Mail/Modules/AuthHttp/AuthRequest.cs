using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.AuthHttp;

internal enum AuthOutcome
{
    /// <summary>The client may log in at <see cref="AuthAnswer.Upstream"/>.</summary>
    Accepted,
    Denied,

    /// <summary>The auth server is to be asked again.</summary>
    Again,

    /// <summary>There is no answer, or none that helps; it is logged why.</summary>
    Failed,
}

/// <summary>Asks the auth server about the client of a session, each time over a connection of its own.</summary>
internal sealed class AuthRequest(MailSession session)
{
    /// <summary>nginx takes 1k.</summary>
    private const int MaxResponse = 8 * 1024;

    private Connection? connection;

    public AuthAnswer Answer { get; } = new();

    public AuthOutcome Outcome { get; private set; }

    private AuthHttpConf Conf => AuthHttpConf.Slot.Of(session);

    public async ValueTask<AuthOutcome> Ask()
    {
        Answer.Clear();
        var deadlineMs = session.Loop.Clock.NowMs + Conf.TimeoutMs.Value;
        var isAnswered = await Connect() && await Exchange(deadlineMs);
        connection?.Close();
        connection = null;
        return Outcome = isAnswered ? AnswerExamination.Examine(session, Answer, Conf.Server!) : AuthOutcome.Failed;
    }

    /// <summary>Ends the exchange under way.</summary>
    public void Abort()
    {
        if (connection is null)
            session.Connector.Cancel();
        else
            connection.Close();
    }

    public void Clear()
    {
        connection?.Close();
        connection = null;
        Answer.Clear();
    }

    private async ValueTask<bool> Connect()
    {
        var result = await session.Connector.ConnectAsync(Conf.Server!, Conf.ConnectOptions);
        connection = result.Connection;
        if (result.Errno == Errno.ETIMEDOUT)
            LogTimeout();
        else if (result.Errno == Errno.ENOBUFS)
            ConnectFailure.Write(session.Log, session, Conf.Server!, Conf.ConnectOptions, result.Errno);
        else if (connection is null && result.Errno != Errno.ECANCELED)
            session.Log.Write(result.Errno == Errno.ENOENT ? LogLevel.Crit : LogLevel.Error, session, $"connect() to {Conf.Server!} failed", result.Errno);
        return connection is not null;
    }

    /// <summary>False when there is no whole response by the deadline.</summary>
    private async ValueTask<bool> Exchange(long deadlineMs)
    {
        var deadline = new ReadDeadline(connection!);
        connection!.Output.SendTimeoutMs = Conf.ConnectOptions.TimeoutMs;
        AuthRequestWriter.Write(connection.Output, session, Conf);
        var flush = await connection.Output.FlushAsync();
        deadline.Start(deadlineMs - session.Loop.Clock.NowMs);
        if (flush.IsCanceled)
            LogTimeout();
        var isAnswered = !flush.IsCanceled && !flush.IsCompleted && await Receive(deadline);
        deadline.Detach();
        return isAnswered;
    }

    private async ValueTask<bool> Receive(ReadDeadline deadline)
    {
        while (true)
        {
            var read = await connection!.Input.ReadAsync();
            var outcome = Answer.Advance(read.Buffer.FirstSpan);
            var isLast = read.IsCompleted || read.IsCanceled || read.Buffer.Length > MaxResponse;
            connection.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (outcome == ParseOutcome.NeedMore && !isLast)
                continue;
            if (outcome == ParseOutcome.Invalid)
                session.Log.Write(LogLevel.Error, session, $"auth http server {Conf.Server!} sent invalid header in response");
            else if (outcome == ParseOutcome.NeedMore && deadline.HasExpired)
                LogTimeout();
            else if (outcome == ParseOutcome.NeedMore && !session.IsAborted)
                session.Log.Write(LogLevel.Error, session, $"auth http server {Conf.Server!} sent {(read.IsCompleted ? "incomplete" : "too long")} response");
            return outcome == ParseOutcome.Done;
        }
    }

    private void LogTimeout() => session.Log.Write(LogLevel.Error, session, $"auth http server {Conf.Server!} timed out", Errno.ETIMEDOUT);
}
