using System.Buffers;
using Engine.Mail.Modules.Imap;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

/// <summary>LOGIN in the client's own command, its name and password as literals: they may have any bytes.</summary>
internal sealed class ImapLogin : UpstreamLogin
{
    private State state;

    private enum State
    {
        Greeting,

        /// <summary>The length of the name is said.</summary>
        Command,

        /// <summary>The name is said, and the length of the password.</summary>
        Name,
        Password,
    }

    public override void Begin() => state = State.Greeting;

    public override AnswerOutcome Check(MailSession session, ReadOnlySpan<byte> bytes, out int length)
    {
        TextStart = 0;
        if (state == State.Password)
            return CheckLast(TagOf(session), bytes, out length);
        length = TryTakeLine(bytes, out var line) ? line.Length : 0;
        if (length == 0)
            return AnswerOutcome.NeedMore;
        var isRight = state == State.Greeting ? line.StartsWith("* OK"u8) : line.StartsWith("+"u8);
        return isRight ? AnswerOutcome.Accepted : Refuse(line, TagOf(session), 0);
    }

    public override LoginStep Advance(MailSession session, IBufferWriter<byte> output)
    {
        var credentials = session.Credentials;
        switch (state)
        {
            case State.Greeting:
                state = State.Command;
                output.Write(TagOf(session));
                output.Write("LOGIN "u8);
                WriteLength(output, credentials.Name);
                return LoginStep.Told;
            case State.Command:
                state = State.Name;
                output.Write(credentials.Name.Span);
                output.Write(" "u8);
                WriteLength(output, credentials.Password);
                return LoginStep.Told;
            case State.Name:
                state = State.Password;
                output.Write(credentials.Password.Span);
                output.Write("\r\n"u8);
                return LoginStep.Told;
            default:
                return LoginStep.Done;
        }
    }

    private static ReadOnlySpan<byte> TagOf(MailSession session) => ((ImapDialogue)session.Dialogue).Tag.Span;

    /// <summary>Before the tagged line there may be others, such as capabilities (RFC 3501 section 7.2.1).</summary>
    private AnswerOutcome CheckLast(ReadOnlySpan<byte> tag, ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        while (TryTakeLine(bytes[length..], out var line))
        {
            var start = length;
            length += line.Length;
            if (line.StartsWith(tag))
                return line[tag.Length..].StartsWith("OK"u8) ? AnswerOutcome.Accepted : Refuse(line, tag, start);
            if (!line.StartsWith("* "u8) || line.StartsWith("* BYE"u8))
                return Refuse(line, tag, start);
        }

        return AnswerOutcome.NeedMore;
    }

    private AnswerOutcome Refuse(ReadOnlySpan<byte> line, ReadOnlySpan<byte> tag, int start)
    {
        TextStart = line.StartsWith(tag) ? start + tag.Length : start;
        return AnswerOutcome.Refused;
    }

    private static void WriteLength(IBufferWriter<byte> output, SessionText text)
    {
        Span<byte> digits = stackalloc byte[12];
        text.Span.Length.TryFormat(digits, out var length, default, null);
        output.Write("{"u8);
        output.Write(digits[..length]);
        output.Write("}\r\n"u8);
    }
}
