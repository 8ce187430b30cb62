using System.Buffers;
using Engine.Core.Text;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

/// <summary>
/// EHLO in the proxy's name; with <c>xclient</c> XCLIENT, which has the client's address and name, and HELO or EHLO as the client said it; then, with
/// <c>proxy_smtp_auth</c>, AUTH, or of a client that need not log in MAIL and RCPT.
/// </summary>
internal sealed class SmtpLogin : UpstreamLogin
{
    private State state;

    private enum State
    {
        Greeting,

        /// <summary>The proxy's own HELO or EHLO is said.</summary>
        Hello,
        Xclient,

        /// <summary>The client's HELO or EHLO is said.</summary>
        ClientHello,
        Auth,
        Mail,
        Recipient,
    }

    private static ReadOnlySpan<byte> LoggedIn => "235 2.0.0 OK\r\n"u8;

    public override ReadOnlySpan<byte> OwnAnswer(MailSession session) => session.Credentials.Method == AuthMethods.None ? default : LoggedIn;

    public override void Begin() => state = State.Greeting;

    public override AnswerOutcome Check(MailSession session, ReadOnlySpan<byte> bytes, out int length)
    {
        TextStart = 0;
        length = 0;
        // "250-" goes on, "250 " is the last line (RFC 5321 section 4.2.1).
        while (TryTakeLine(bytes[length..], out var line))
        {
            length += line.Length;
            if (line.Length < 4 || line[3] != '-')
                return IsExpected(bytes) ? AnswerOutcome.Accepted : AnswerOutcome.Refused;
        }

        return AnswerOutcome.NeedMore;
    }

    public override LoginStep Advance(MailSession session, IBufferWriter<byte> output)
    {
        switch (state)
        {
            case State.Greeting:
                return SayHello(session, output);
            case State.Hello when ProxyConf.Slot.Of(session).Xclient.Value:
                state = State.Xclient;
                XclientCommand.Write(output, session);
                return LoginStep.Told;
            case State.Xclient when session.Envelope.Helo.IsSet:
                return SayClientHello(session, output);
            case State.Hello or State.Xclient or State.ClientHello when session.Credentials.Method == AuthMethods.None:
                return Repeat(State.Mail, session.Envelope.From, output);
            case State.Hello or State.Xclient or State.ClientHello when ProxyConf.Slot.Of(session).SmtpAuth.Value:
                return SayAuth(session, output);
            case State.Mail:
                return Repeat(State.Recipient, session.Envelope.To, output);
            default:
                return LoginStep.Done;
        }
    }

    /// <summary>The answer to RCPT is the client's, whatever it is.</summary>
    private bool IsExpected(ReadOnlySpan<byte> answer) => state switch
    {
        State.Greeting => answer.StartsWith("220"u8),
        State.Xclient => answer.StartsWith("220"u8) || answer.StartsWith("250"u8),
        State.Auth => answer.StartsWith("235"u8),
        State.Recipient => true,
        _ => answer.StartsWith("250"u8),
    };

    private LoginStep SayHello(MailSession session, IBufferWriter<byte> output)
    {
        state = State.Hello;
        var isExtended = session.Envelope.IsExtended || ProxyConf.Slot.Of(session).Xclient.Value;
        return Say(isExtended ? "EHLO "u8 : "HELO "u8, session.Server.Name.Span, output);
    }

    private LoginStep SayClientHello(MailSession session, IBufferWriter<byte> output)
    {
        state = State.ClientHello;
        return Say(session.Envelope.IsExtended ? "EHLO "u8 : "HELO "u8, session.Envelope.Helo.Span, output);
    }

    /// <summary>A command of the client's, as it was.</summary>
    private LoginStep Repeat(State next, SessionText command, IBufferWriter<byte> output)
    {
        state = next;
        return Say(command.Span, default, output);
    }

    private LoginStep SayAuth(MailSession session, IBufferWriter<byte> output)
    {
        var credentials = session.Credentials;
        if (!credentials.Password.IsSet)
            return LoginStep.NoPassword;
        state = State.Auth;
        var name = credentials.Name.Span;
        var password = credentials.Password.Span;
        var message = session.Decoded.Allocate(name.Length + password.Length + 2);
        message[0] = message[name.Length + 1] = 0;
        name.CopyTo(message[1..]);
        password.CopyTo(message[(name.Length + 2)..]);
        output.Write("AUTH PLAIN "u8);
        output.Advance(Base64Text.Encode(message, output.GetSpan((message.Length + 2) / 3 * 4), isPadded: true));
        output.Write("\r\n"u8);
        return LoginStep.Told;
    }

    private static LoginStep Say(ReadOnlySpan<byte> command, ReadOnlySpan<byte> argument, IBufferWriter<byte> output)
    {
        output.Write(command);
        output.Write(argument);
        output.Write("\r\n"u8);
        return LoginStep.Told;
    }
}
