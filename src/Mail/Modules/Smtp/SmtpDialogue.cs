using System.Buffers;
using Engine.Core.Log;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Smtp;

/// <summary>SMTP with a client that has not logged in, up to its first recipient where mail is taken of anybody.</summary>
internal sealed class SmtpDialogue : ClientDialogue
{
    private readonly LineParser parser = new(SmtpGrammar.Instance);

    public override CommandParser Parser => parser;

    public override void Reset() => Sasl.Reset();

    public override void WriteGreeting(MailSession session, IBufferWriter<byte> output) => output.Write(TextsOf(session).Greeting.Span);

    public override CommandResult Execute(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (IsContinued)
            return Conclude(Sasl.Continue(session, parser.Words.Of(command, 0)), "334 "u8, output);
        return (SmtpCommand)parser.Command switch
        {
            SmtpCommand.Helo or SmtpCommand.Ehlo => TakeHelo(session, command, output),
            SmtpCommand.Auth => BeginSasl(session, command, output),
            SmtpCommand.Mail => TakeMail(session, command, output),
            SmtpCommand.Rcpt => TakeRecipient(session, command, output),
            SmtpCommand.Rset => ForgetMail(session, output),
            SmtpCommand.Noop => Answer("250 2.0.0 OK\r\n"u8, output),
            SmtpCommand.Quit => Quit(output),
            _ => CommandResult.Invalid,
        };
    }

    public override void WriteInvalid(ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        Reset();
        output.Write("500 5.5.1 Invalid command\r\n"u8);
    }

    public override void WriteDenial(ReadOnlySpan<byte> message, ReadOnlySpan<byte> code, IBufferWriter<byte> output)
    {
        Reset();
        output.Write(code.IsEmpty ? "535 5.7.0"u8 : code);
        output.Write(" "u8);
        output.Write(message);
        output.Write("\r\n"u8);
    }

    public override void WriteInternalError(IBufferWriter<byte> output) => output.Write("451 4.3.2 Internal server error\r\n"u8);

    private static SmtpTexts TextsOf(MailSession session) => (SmtpTexts)session.Server.Texts;

    private static CommandResult RefuseArgument(IBufferWriter<byte> output) => Answer("501 5.5.4 Invalid argument\r\n"u8, output);

    private static CommandResult RefuseSequence(IBufferWriter<byte> output) => Answer("503 5.5.1 Bad sequence of commands\r\n"u8, output);

    private static CommandResult Quit(IBufferWriter<byte> output)
    {
        output.Write("221 2.0.0 Bye\r\n"u8);
        return CommandResult.Quit;
    }

    private static CommandResult ForgetMail(MailSession session, IBufferWriter<byte> output)
    {
        session.Envelope.ClearMail();
        return Answer("250 2.0.0 OK\r\n"u8, output);
    }

    private CommandResult TakeHelo(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (parser.Words.Count != 1)
            return RefuseArgument(output);
        var envelope = session.Envelope;
        envelope.ClearMail();
        parser.Words.CopyTo(envelope.Helo, command, 0);
        envelope.IsExtended = (SmtpCommand)parser.Command == SmtpCommand.Ehlo;
        var texts = TextsOf(session);
        return Answer(envelope.IsExtended ? texts.Ehlo.Span : texts.Helo.Span, output);
    }

    private CommandResult BeginSasl(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output) => parser.Words.Count == 0
        ? RefuseArgument(output)
        : Conclude(Sasl.Begin(session, command, parser.Words, TextsOf(session).Methods), "334 "u8, output);

    private CommandResult TakeMail(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (!TextsOf(session).Methods.HasFlag(AuthMethods.None))
        {
            session.Log.Write(LogLevel.Info, session, $"client was rejected: \"{command.TrimEnd("\r\n"u8)}\"");
            return Answer("530 5.7.1 Authentication required\r\n"u8, output);
        }

        var envelope = session.Envelope;
        if (envelope.From.IsSet)
            return RefuseSequence(output);
        if (parser.Words.Count == 0)
            return RefuseArgument(output);
        envelope.ClearMail();
        envelope.From.Set(command[..parser.TextEnd]);
        return Answer("250 2.0.0 OK\r\n"u8, output);
    }

    private CommandResult TakeRecipient(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        var envelope = session.Envelope;
        if (!envelope.From.IsSet)
            return RefuseSequence(output);
        if (parser.Words.Count == 0)
            return RefuseArgument(output);
        envelope.To.Set(command[..parser.TextEnd]);
        // Nobody's, whoever tried to log in before.
        session.Credentials.Name.Clear();
        session.Credentials.Password.Clear();
        session.Credentials.Method = AuthMethods.None;
        return CommandResult.Authenticate;
    }
}
