using System.Buffers;
using Engine.Mail.Sessions;

namespace Engine.Mail.Protocols;

/// <summary>The talk with one client, up to its login: what it may say next, and what is answered.</summary>
internal abstract class ClientDialogue
{
    public abstract CommandParser Parser { get; }

    /// <summary>An exchange of AUTH is under way: the next line is no command.</summary>
    public abstract bool IsContinued { get; }

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
}
