using System.Buffers;
using Engine.Mail.Sessions;

namespace Engine.Mail.Protocols;

/// <summary>The talk with one client, up to its login: what it may say next, and what is answered.</summary>
internal abstract class ClientDialogue
{
    public abstract CommandParser Parser { get; }

    protected SaslExchange Sasl { get; } = new();

    /// <summary>An exchange of AUTH is under way: the next line is no command.</summary>
    public bool IsContinued => Sasl.IsUnderWay;

    /// <summary>The line that was read as no command ends the session: what follows it may be anything.</summary>
    public virtual bool LosesTrack => false;

    /// <summary>Makes ready for another session.</summary>
    public abstract void Reset();

    public abstract void WriteGreeting(MailSession session, IBufferWriter<byte> output);

    /// <summary>Obeys the command that was read, and answers it.</summary>
    public abstract CommandResult Execute(MailSession session, ReadOnlySpan<byte> command, IBufferWriter<byte> output);

    /// <summary>Answers what is no command, and goes back to the beginning.</summary>
    /// <param name="command">As far as it was read.</param>
    public abstract void WriteInvalid(ReadOnlySpan<byte> command, IBufferWriter<byte> output);

    /// <summary>The client may go on with its command.</summary>
    public virtual void WritePrompt(IBufferWriter<byte> output)
    {
    }

    /// <summary>The client is not let in; it may try again.</summary>
    /// <param name="code">What stands before the message where the protocol has codes; empty for the usual one.</param>
    public abstract void WriteDenial(ReadOnlySpan<byte> message, ReadOnlySpan<byte> code, IBufferWriter<byte> output);

    public abstract void WriteInternalError(IBufferWriter<byte> output);

    protected static CommandResult Answer(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write(text);
        return CommandResult.Answered;
    }

    /// <summary>A step of AUTH was taken: asks for the next one, if there is one.</summary>
    /// <param name="prefix">What the protocol has before a challenge.</param>
    protected CommandResult Conclude(SaslOutcome outcome, ReadOnlySpan<byte> prefix, IBufferWriter<byte> output)
    {
        if (outcome != SaslOutcome.Challenge)
            return outcome == SaslOutcome.Done ? CommandResult.Authenticate : CommandResult.Invalid;
        output.Write(prefix);
        output.Write(Sasl.Challenge.Span);
        output.Write("\r\n"u8);
        return CommandResult.Answered;
    }
}
