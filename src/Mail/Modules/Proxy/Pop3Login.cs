using System.Buffers;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

internal sealed class Pop3Login : UpstreamLogin
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    private State state;

    private enum State
    {
        Greeting,
        User,
        Password,
    }

    public override void Begin() => state = State.Greeting;

    public override AnswerOutcome Check(MailSession session, ReadOnlySpan<byte> bytes, out int length)
    {
        TextStart = 0;
        length = TryTakeLine(bytes, out var line) ? line.Length : 0;
        if (length == 0)
            return AnswerOutcome.NeedMore;
        return line.StartsWith("+OK"u8) ? AnswerOutcome.Accepted : AnswerOutcome.Refused;
    }

    public override LoginStep Advance(MailSession session, IBufferWriter<byte> output)
    {
        switch (state)
        {
            case State.Greeting:
                state = State.User;
                return Tell(output, "USER "u8, session.Credentials.Name.Span);
            case State.User:
                state = State.Password;
                return Tell(output, "PASS "u8, session.Credentials.Password.Span);
            default:
                return LoginStep.Done;
        }
    }

    /// <summary>AUTH lets a client have a line end in its name, behind which it could give orders of its own.</summary>
    private static LoginStep Tell(IBufferWriter<byte> output, ReadOnlySpan<byte> command, ReadOnlySpan<byte> argument)
    {
        if (argument.ContainsAny(LineEnds))
            return LoginStep.Unspeakable;
        output.Write(command);
        output.Write(argument);
        output.Write("\r\n"u8);
        return LoginStep.Told;
    }
}
