using System.Buffers;
using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Net.Relay;
using Engine.Interop.Libc;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

/// <summary>The mail server of a session: the login there, and the relay.</summary>
internal sealed class MailUpstream(MailSession session)
{
    private Connection? connection;
    private ConnectionRelay? relay;

    private enum Step
    {
        Continue,
        Done,
        Failed,
    }

    /// <summary>Null before there is one.</summary>
    public SocketAddress? Address { get; private set; }

    /// <summary>The mail server refused the client, and what it said is in the client's output (<c>proxy_pass_error_message</c>).</summary>
    public bool HasPassedAnswer { get; private set; }

    private ProxyConf Conf => ProxyConf.Slot.Of(session);

    private UpstreamLogin Login => session.Login;

    /// <summary>Connects and logs in; false when that failed, which is logged. All of it has to happen within <c>timeout</c>.</summary>
    public async ValueTask<bool> LogIn(SocketAddress address)
    {
        Address = address;
        session.LogAction = "connecting to upstream";
        var options = session.Server.Core.ConnectOptions;
        var deadlineMs = session.Loop.Clock.NowMs + options.TimeoutMs;
        var result = await session.Connector.ConnectAsync(address, options);
        connection = result.Connection;
        if (connection is null)
        {
            ConnectFailure.Write(session.Log, session, address, options, result.Errno, timeout: LogLevel.Info);
            return false;
        }

        session.LogAction = "reading response from upstream";
        connection.SetNoDelay(true);
        connection.ReceiveLimit = (int)Conf.Buffer.Value;
        var deadline = new ReadDeadline(connection);
        deadline.Start(deadlineMs - session.Loop.Clock.NowMs);
        var isLoggedIn = await Talk(deadline);
        deadline.Detach();
        if (!isLoggedIn)
            connection.Close();
        session.LogAction = null;
        return isLoggedIn;
    }

    /// <summary>Both directions, until one of the two ends its own.</summary>
    public async ValueTask Relay()
    {
        relay ??= new ConnectionRelay(session.Loop);
        var end = await relay.RunAsync(session.Connection, connection!, new RelayOptions { TimeoutMs = Conf.TimeoutMs.Value, BufferSize = (int)Conf.Buffer.Value });
        relay.Clear();
        if (end == RelayEnd.TimedOut)
        {
            session.LogAction = "proxying";
            session.Log.Write(LogLevel.Info, session, $"client timed out", Errno.ETIMEDOUT);
        }
        else if (end != RelayEnd.Canceled)
            session.Log.Write(LogLevel.Info, session, $"proxied session done");
        connection!.Close();
    }

    /// <summary>Ends what is under way.</summary>
    public void Abort()
    {
        if (connection is null)
            session.Connector.Cancel();
        else
        {
            connection.Close();
            relay?.Cancel();
        }
    }

    public void Clear()
    {
        connection?.Close();
        connection = null;
        Address = null;
        HasPassedAnswer = false;
    }

    private async ValueTask<bool> Talk(ReadDeadline deadline)
    {
        Login.Begin();
        WriteProxyProtocol();
        var step = Step.Continue;
        while (step == Step.Continue)
        {
            if (connection!.Output.UnflushedBytes > 0)
            {
                var flush = await connection.Output.FlushAsync();
                if (flush.IsCompleted || flush.IsCanceled)
                    return false;
            }

            step = Take(await connection.Input.ReadAsync(), deadline);
        }

        return step == Step.Done;
    }

    private void WriteProxyProtocol()
    {
        var use = Conf.ProxyProtocol.Value;
        if (use == ProxyProtocolUse.Off)
            return;
        var output = connection!.Output;
        var room = output.GetSpan(ProxyProtocolWriter.MaxLength);
        output.Advance(use == ProxyProtocolUse.Text
            ? ProxyProtocolWriter.WriteText(room, session.Remote, session.Connection.Local)
            : ProxyProtocolWriter.WriteBinary(room, session.Remote, session.Connection.Local));
    }

    /// <summary>The mail server's answer, if it is whole, and what it is told next.</summary>
    private Step Take(ReadResult read, ReadDeadline deadline)
    {
        var bytes = read.Buffer.FirstSpan;
        var input = connection!.Input;
        switch (Login.Check(session, bytes, out var length))
        {
            case AnswerOutcome.NeedMore:
                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                return CheckPatience(read, bytes, deadline);
            case AnswerOutcome.Refused:
                OnRefused(bytes[..length]);
                input.AdvanceTo(read.Buffer.End);
                return Step.Failed;
        }

        var next = Login.Advance(session, connection.Output);
        var ownAnswer = Login.OwnAnswer(session);
        var isPassedOn = next == LoginStep.Done && ownAnswer.IsEmpty;
        // What is not consumed is the first that the relay passes on.
        input.AdvanceTo(isPassedOn ? read.Buffer.Start : read.Buffer.GetPosition(length));
        if (next == LoginStep.Done)
            session.Connection.Output.Write(ownAnswer);
        return next switch
        {
            LoginStep.Told => Step.Continue,
            LoginStep.Done => Step.Done,
            _ => OnUnable(next),
        };
    }

    private Step CheckPatience(ReadResult read, ReadOnlySpan<byte> bytes, ReadDeadline deadline)
    {
        if (session.IsAborted)
            return Step.Failed;
        if (read.IsCanceled)
        {
            if (deadline.HasExpired)
                session.Log.Write(LogLevel.Info, session, $"upstream timed out", Errno.ETIMEDOUT);
        }
        else if (read.IsCompleted)
            session.Log.Write(LogLevel.Error, session, $"upstream prematurely closed connection", connection!.BrokenBy);
        else if (bytes.Length >= Conf.Buffer.Value)
            session.Log.Write(LogLevel.Error, session, $"upstream sent too long response line: \"{bytes}\"");
        else
            return Step.Continue;
        return Step.Failed;
    }

    private void OnRefused(ReadOnlySpan<byte> answer)
    {
        HasPassedAnswer = Conf.PassErrorMessage.Value;
        if (HasPassedAnswer)
            session.Connection.Output.Write(answer);
        session.Log.Write(HasPassedAnswer ? LogLevel.Info : LogLevel.Error, session, $"upstream sent invalid response: \"{answer[Login.TextStart..].TrimEnd("\r\n"u8)}\"");
    }

    private Step OnUnable(LoginStep reason)
    {
        if (reason == LoginStep.NoPassword)
            session.Log.Write(LogLevel.Error, session, $"no password to authenticate with at the mail server");
        else
            session.Log.Write(LogLevel.Error, session, $"login or password can not be sent to the mail server");
        return Step.Failed;
    }
}
