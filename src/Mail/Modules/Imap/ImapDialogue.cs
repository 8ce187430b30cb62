using System.Buffers;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Imap;

/// <summary>IMAP with a client that has not logged in: the state "not authenticated" of RFC 3501.</summary>
internal sealed class ImapDialogue : ClientDialogue
{
    private readonly ImapParser parser = new();

    public override CommandParser Parser => parser;

    public override bool LosesTrack => parser.LosesTrack;

    /// <summary>Of the command under way, with its space.</summary>
    public SessionText Tag { get; } = new();

    public override void Reset()
    {
        Sasl.Reset();
        Tag.Clear();
    }

    public override void WriteGreeting(MailSession session, IBufferWriter<byte> output) => output.Write("* OK IMAP4 ready\r\n"u8);

    public override CommandResult Execute(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        if (IsContinued)
            return Conclude(Sasl.Continue(session, parser.Words.Of(command, 0)), "+ "u8, output);
        Tag.Set(command[..parser.TagLength]);
        return parser.Command switch
        {
            ImapCommand.Noop => Complete(default, output),
            ImapCommand.Capability => Complete(TextsOf(session).Capabilities.Span, output),
            ImapCommand.Logout => Quit(output),
            ImapCommand.Login => TakeLogin(session, command),
            ImapCommand.Authenticate when parser.Words.Count > 0 => Conclude(Sasl.Begin(session, command, parser.Words, TextsOf(session).Methods), "+ "u8, output),
            _ => CommandResult.Invalid,
        };
    }

    public override void WriteInvalid(ReadOnlySpan<byte> command, IBufferWriter<byte> output)
    {
        // A line that answers a challenge has the tag of the command.
        if (!parser.IsContinuation)
            Tag.Set(parser.TagLength > 0 ? command[..parser.TagLength] : "* "u8);
        Sasl.Reset();
        output.Write(Tag.Span);
        output.Write("BAD invalid command\r\n"u8);
    }

    public override void WritePrompt(IBufferWriter<byte> output) => output.Write("+ OK\r\n"u8);

    public override void WriteDenial(ReadOnlySpan<byte> message, ReadOnlySpan<byte> code, IBufferWriter<byte> output)
    {
        output.Write(Tag.Span);
        output.Write("NO "u8);
        output.Write(message);
        output.Write("\r\n"u8);
    }

    public override void WriteInternalError(IBufferWriter<byte> output) => output.Write("* BAD internal server error\r\n"u8);

    private static ImapTexts TextsOf(MailSession session) => (ImapTexts)session.Server.Texts;

    private CommandResult Complete(ReadOnlySpan<byte> untagged, IBufferWriter<byte> output)
    {
        output.Write(untagged);
        output.Write(Tag.Span);
        output.Write("OK completed\r\n"u8);
        return CommandResult.Answered;
    }

    private CommandResult Quit(IBufferWriter<byte> output)
    {
        Complete("* BYE\r\n"u8, output);
        return CommandResult.Quit;
    }

    private CommandResult TakeLogin(MailSession session, ReadOnlySpan<byte> command)
    {
        if (parser.Words.Count != 2 || parser.Words.Of(command, 0).IsEmpty)
            return CommandResult.Invalid;
        parser.Words.CopyTo(session.Credentials.Name, command, 0);
        parser.Words.CopyTo(session.Credentials.Password, command, 1);
        session.Credentials.Method = AuthMethods.Plain;
        return CommandResult.Authenticate;
    }
}
