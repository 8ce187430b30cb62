using System.IO.Pipelines;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Net.ProxyProtocol;
using Engine.Mail.Modules.AuthHttp;
using Engine.Mail.Modules.RealIp;

namespace Engine.Mail.Sessions;

/// <summary>The way of a session through its states.</summary>
public sealed partial class MailSession
{
    private State state;

    private enum State
    {
        Accepted,
        ProxyProtocol,

        /// <summary>The protocol finds out about the client.</summary>
        Preparation,
        Greeting,

        /// <summary>The client's commands, until one of them says who it is.</summary>
        Commands,

        /// <summary>The auth server is asked.</summary>
        Authentication,

        /// <summary>The auth server wants time to pass before the client hears its answer, or before it is asked again.</summary>
        Delay,

        /// <summary>The mail server is told who the client is.</summary>
        UpstreamLogin,

        /// <summary>Client and mail server talk to each other.</summary>
        Relay,
        Closed,
    }

    private PipeReader Input => Connection.Input;

    private async Task Serve()
    {
        try
        {
            state = State.Accepted;
            while (state != State.Closed)
            {
                var next = await Advance();
                Enter(IsAborted ? State.Closed : next);
            }
        }
#pragma warning disable CA1031 // A defect in one session must not end the worker.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Write(LogLevel.Alert, this, $"session failed: {exception.ToString()}");
        }

        Log.Write(LogLevel.Debug, this, $"close mail connection");
        Connection.Close();
        worker.Return(this);
    }

    private ValueTask<State> Advance() => state switch
    {
        State.Accepted => new(Accept()),
        State.ProxyProtocol => ReadProxyProtocol(),
        State.Preparation => Prepare(),
        State.Greeting => Greet(),
        State.Commands => ReadCommands(),
        State.Authentication => Authenticate(),
        State.Delay => Wait(),
        State.UpstreamLogin => LogIn(),
        _ => Relay(),
    };

    private void Enter(State next)
    {
        state = next;
        LogAction = next switch
        {
            State.Greeting => "sending client greeting line",
            State.Commands => "in auth state",
            State.Authentication or State.Delay => "in http auth state",
            _ => null,
        };
    }

    private State Accept()
    {
        Log.Write(LogLevel.Debug, this, $"accept: {Connection.Remote}");
        Log.Write(LogLevel.Info, this, $"client {Connection.Remote} connected to {address.Address}");
        Connection.SetNoDelay(true);
        Connection.ReceiveLimit = Protocol.CommandLimit(Server);
        Connection.Output.SendTimeoutMs = TimeoutMs;
        return address.Parameters.ProxyProtocol ? State.ProxyProtocol : State.Preparation;
    }

    private int TimeoutMs => (int)Math.Min(Server.Core.TimeoutMs.Value, int.MaxValue);

    private async ValueTask<State> ReadProxyProtocol()
    {
        ProxyProtocol = await ProxyProtocolReader.ReadAsync(Connection, deadline, TimeoutMs, Log, this);
        if (ProxyProtocol is null)
            return State.Closed;
        RealIp.Apply(this);
        return State.Preparation;
    }

    private async ValueTask<State> Prepare()
    {
        await Protocol.Prepare(this);
        return State.Greeting;
    }

    private async ValueTask<State> Authenticate()
    {
        Credentials.Attempts += authIsRepeated ? 0 : 1;
        authIsRepeated = false;
        deadline.Disarm();
        var outcome = await AuthRequest.Ask();
        switch (outcome)
        {
            case AuthOutcome.Accepted:
                return State.UpstreamLogin;
            case AuthOutcome.Denied or AuthOutcome.Again when AuthRequest.Answer.WaitMs > 0:
                return State.Delay;
            case AuthOutcome.Again:
                return Repeat();
            case AuthOutcome.Denied:
                return await Deny();
            default:
                return await FailInternally();
        }
    }

    private async ValueTask<State> Wait()
    {
        delay ??= new LoopDelay(Loop);
        await delay.WaitAsync(AuthRequest.Answer.WaitMs);
        return AuthRequest.Outcome == AuthOutcome.Again ? Repeat() : await Deny();
    }

    /// <summary>The same question once more, as long as there is somebody who wants to know.</summary>
    private State Repeat()
    {
        authIsRepeated = true;
        return Connection.PeerClosed ? State.Closed : State.Authentication;
    }

    /// <summary>A client that did not have to wait does not get another try.</summary>
    private async ValueTask<State> Deny()
    {
        var answer = AuthRequest.Answer;
        Dialogue.WriteDenial(answer.Message.Span, answer.ErrorCode.Span, Connection.Output);
        return await Flush() && answer.WaitMs > 0 ? State.Commands : State.Closed;
    }

    private async ValueTask<State> FailInternally()
    {
        Dialogue.WriteInternalError(Connection.Output);
        await Flush();
        return State.Closed;
    }

    private async ValueTask<State> LogIn()
    {
        if (await Upstream.LogIn(AuthRequest.Answer.Upstream!))
        {
            Log.Write(LogLevel.Info, this, $"client logged in");
            return await Flush() ? State.Relay : State.Closed;
        }

        if (!Upstream.HasPassedAnswer)
            return await FailInternally();
        await Flush();
        return State.Closed;
    }

    private async ValueTask<State> Relay()
    {
        await Upstream.Relay();
        return State.Closed;
    }

    /// <summary>False when the client takes nothing more.</summary>
    private async ValueTask<bool> Flush()
    {
        if (Connection.Output.UnflushedBytes == 0)
            return true;
        var flush = await Connection.Output.FlushAsync();
        if (flush.IsCanceled)
            LogTimeout();
        return !flush.IsCanceled && !flush.IsCompleted;
    }
}
