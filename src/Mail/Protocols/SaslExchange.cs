using System.Text;
using Engine.Core.Log;
using Engine.Core.Text;
using Engine.Mail.Sessions;

namespace Engine.Mail.Protocols;

internal enum SaslOutcome
{
    Invalid,

    /// <summary>The client is asked for something: <see cref="SaslExchange.Challenge"/>.</summary>
    Challenge,

    /// <summary>The client has said who it is.</summary>
    Done,
}

/// <summary>An exchange of AUTH (RFC 4422): the same in every protocol, but for what stands around the challenges.</summary>
internal sealed class SaslExchange
{
    private const int HashLength = 32;

    private State state;

    private enum State
    {
        Idle,
        LoginName,
        LoginPassword,
        Plain,
        CramMd5,
        External,
    }

    /// <summary>The client is to answer a challenge.</summary>
    public bool IsUnderWay => state != State.Idle;

    /// <summary>In base64; of CRAM-MD5 it is the session's, of which there is one for all attempts.</summary>
    public SessionText Challenge { get; } = new();

    private static ReadOnlySpan<byte> NameChallenge => "VXNlcm5hbWU6"u8;

    private static ReadOnlySpan<byte> PasswordChallenge => "UGFzc3dvcmQ6"u8;

    public void Reset() => state = State.Idle;

    /// <summary>AUTH with its words: the mechanism, and possibly the client's first answer.</summary>
    public SaslOutcome Begin(MailSession session, ReadOnlySpan<byte> command, in CommandWords words, AuthMethods methods)
    {
        var mechanism = words.Of(command, 0);
        var isAlone = words.Count == 1;
        if (words.Count > 2)
            return SaslOutcome.Invalid;
        if (Ascii.EqualsIgnoreCase(mechanism, "LOGIN"u8))
            return isAlone ? Ask(State.LoginName, NameChallenge) : Answer(State.LoginName, session, words.Of(command, 1));
        if (Ascii.EqualsIgnoreCase(mechanism, "PLAIN"u8))
            return isAlone ? Ask(State.Plain, default) : Answer(State.Plain, session, words.Of(command, 1));
        if (Ascii.EqualsIgnoreCase(mechanism, "CRAM-MD5"u8) && isAlone && methods.HasFlag(AuthMethods.CramMd5))
            return AskForHash(session);
        if (Ascii.EqualsIgnoreCase(mechanism, "EXTERNAL"u8) && methods.HasFlag(AuthMethods.External))
            return isAlone ? Ask(State.External, NameChallenge) : Answer(State.External, session, words.Of(command, 1));
        return SaslOutcome.Invalid;
    }

    /// <summary>The client's answer to the challenge.</summary>
    public SaslOutcome Continue(MailSession session, ReadOnlySpan<byte> answer) => Answer(state, session, answer);

    private SaslOutcome Ask(State next, ReadOnlySpan<byte> challenge)
    {
        state = next;
        Challenge.Set(challenge);
        return SaslOutcome.Challenge;
    }

    private SaslOutcome AskForHash(MailSession session)
    {
        var salt = session.Credentials.MakeSalt(session).Span;
        var room = Challenge.Allocate((salt.Length + 2) / 3 * 4);
        Challenge.Shorten(Base64Text.Encode(salt, room, isPadded: true));
        state = State.CramMd5;
        return SaslOutcome.Challenge;
    }

    private SaslOutcome Answer(State asked, MailSession session, ReadOnlySpan<byte> answer)
    {
        state = State.Idle;
        var decoded = session.Decoded;
        var length = Base64Text.Decode(answer, decoded.Allocate(answer.Length), Base64Text.Standard);
        if (length < 0)
            return Refuse(session, "base64 encoding", asked);
        decoded.Shorten(length);
        var credentials = session.Credentials;
        switch (asked)
        {
            case State.LoginName:
                credentials.Name.Set(decoded.Span);
                return Ask(State.LoginPassword, PasswordChallenge);
            case State.LoginPassword:
                credentials.Password.Set(decoded.Span);
                credentials.Method = AuthMethods.Plain;
                return SaslOutcome.Done;
            case State.External:
                credentials.Name.Set(decoded.Span);
                credentials.Password.Clear();
                credentials.Method = AuthMethods.External;
                return SaslOutcome.Done;
            case State.CramMd5:
                return TakeHash(session, decoded.Span);
            default:
                return TakePlain(session, decoded.Span);
        }
    }

    /// <summary>An identity to act as, which is ignored, the name and the password, with NUL between them (RFC 4616).</summary>
    private static SaslOutcome TakePlain(MailSession session, ReadOnlySpan<byte> message)
    {
        var name = message.IndexOf((byte)0) + 1;
        if (name == 0 || name == message.Length)
            return Refuse(session, "login", State.Plain);
        var password = message[name..].IndexOf((byte)0) + name + 1;
        if (password == name)
            return Refuse(session, "password", State.Plain);
        session.Credentials.Name.Set(message[name..(password - 1)]);
        session.Credentials.Password.Set(message[password..]);
        session.Credentials.Method = AuthMethods.Plain;
        return SaslOutcome.Done;
    }

    /// <summary>The name, a space, and the hash in hexadecimal digits (RFC 2195).</summary>
    private static SaslOutcome TakeHash(MailSession session, ReadOnlySpan<byte> message)
    {
        var space = message.IndexOf((byte)' ');
        var name = space < 0 ? message : message[..space];
        session.Credentials.Name.Set(name);
        if (message.Length - name.Length - 1 != HashLength)
            return Refuse(session, "CRAM-MD5 hash", State.CramMd5);
        session.Credentials.Password.Set(message[(space + 1)..]);
        session.Credentials.Method = AuthMethods.CramMd5;
        return SaslOutcome.Done;
    }

    private static SaslOutcome Refuse(MailSession session, string what, State asked)
    {
        var mechanism = asked switch
        {
            State.Plain => "PLAIN",
            State.CramMd5 => "CRAM-MD5",
            State.External => "EXTERNAL",
            _ => "LOGIN",
        };
        session.Log.Write(LogLevel.Info, session, $"client sent invalid {what} in AUTH {mechanism} command");
        return SaslOutcome.Invalid;
    }
}
