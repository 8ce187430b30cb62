using System.Buffers;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Pop3;

/// <summary>POP3 with a client that has not logged in: the state AUTHORIZATION of RFC 1939.</summary>
internal sealed class Pop3Dialogue : ClientDialogue
{
    private readonly LineParser parser = new(Pop3Grammar.Instance);
    private State state;

    private enum State
    {
        Start,

        /// <summary>USER was said, PASS is to follow.</summary>
        User,
    }

    public override CommandParser Parser => parser;

    public override void Reset()
    {
        state = State.Start;
        Sasl.Reset();
    }

    public override void WriteGreeting(MailSession session, IBufferWriter<byte> output)
    {
        output.Write("+OK POP3 ready"u8);
        if (TextsOf(session).GreetsWithSalt)
        {
            output.Write(" "u8);
            output.Write(session.Credentials.MakeSalt(session).Span);
        }

        output.Write("\r\n"u8);
    }

    public override CommandResult Execute(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (IsContinued)
            return Conclude(Sasl.Continue(session, parser.Words.Of(command, 0)), "+ "u8, output);
        return (Pop3Command)parser.Command switch
        {
            Pop3Command.Noop => Answer("+OK\r\n"u8, output),
            Pop3Command.Capa => Answer(TextsOf(session).Capabilities.Span, output),
            Pop3Command.Quit => Quit(output),
            Pop3Command.Pass when state == State.User => TakePassword(session, command),
            Pop3Command.User when state == State.Start => TakeUser(session, command, output),
            Pop3Command.Apop when state == State.Start => TakeApop(session, command),
            Pop3Command.Auth when state == State.Start => BeginSasl(session, command, output),
            _ => CommandResult.Invalid,
        };
    }

    public override void WriteInvalid(ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        Reset();
        output.Write("-ERR invalid command\r\n"u8);
    }

    public override void WriteDenial(ReadOnlySpan<byte> message, ReadOnlySpan<byte> code, IBufferWriter<byte> output)
    {
        Reset();
        output.Write("-ERR "u8);
        output.Write(message);
        output.Write("\r\n"u8);
    }

    public override void WriteInternalError(IBufferWriter<byte> output) => output.Write("-ERR internal server error\r\n"u8);

    private static Pop3Texts TextsOf(MailSession session) => (Pop3Texts)session.Server.Texts;

    private static CommandResult Quit(IBufferWriter<byte> output)
    {
        output.Write("+OK\r\n"u8);
        return CommandResult.Quit;
    }

    private CommandResult TakeUser(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (parser.Words.Count != 1)
            return CommandResult.Invalid;
        parser.Words.CopyTo(session.Credentials.Name, command, 0);
        state = State.User;
        return Answer("+OK\r\n"u8, output);
    }

    private CommandResult TakePassword(MailSession session, ReadOnlySpan<byte> command)
    {
        if (parser.Words.Count != 1)
            return CommandResult.Invalid;
        parser.Words.CopyTo(session.Credentials.Password, command, 0);
        session.Credentials.Method = AuthMethods.Plain;
        return CommandResult.Authenticate;
    }

    private CommandResult TakeApop(MailSession session, ReadOnlySpan<byte> command)
    {
        if (parser.Words.Count != 2 || !TextsOf(session).Methods.HasFlag(AuthMethods.Apop))
            return CommandResult.Invalid;
        parser.Words.CopyTo(session.Credentials.Name, command, 0);
        parser.Words.CopyTo(session.Credentials.Password, command, 1);
        session.Credentials.Method = AuthMethods.Apop;
        return CommandResult.Authenticate;
    }

    private CommandResult BeginSasl(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        var texts = TextsOf(session);
        return parser.Words.Count == 0
            ? Answer(texts.Mechanisms.Span, output)
            : Conclude(Sasl.Begin(session, command, parser.Words, texts.Methods), "+ "u8, output);
    }
}
