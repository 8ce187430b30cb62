using System.Buffers;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Proxy;

internal enum AnswerOutcome
{
    /// <summary>It is not whole.</summary>
    NeedMore,
    Accepted,
    Refused,
}

internal enum LoginStep
{
    /// <summary>The mail server is told something; its answer is to be waited for.</summary>
    Told,

    /// <summary>The client is logged in.</summary>
    Done,

    /// <summary>There is no password to log in with.</summary>
    NoPassword,

    /// <summary>The name or the password can't be said in this protocol.</summary>
    Unspeakable,
}

/// <summary>The talk with a mail server in a client's name, up to its login: a line for each answer.</summary>
internal abstract class UpstreamLogin
{
    /// <summary>Where the text begins in an answer that was refused, for the log.</summary>
    public int TextStart { get; protected set; }

    /// <summary>What the client is told of its login in place of the mail server's last answer; empty when it hears that.</summary>
    public virtual ReadOnlySpan<byte> OwnAnswer(MailSession session) => default;

    public abstract void Begin();

    /// <summary>Examines the mail server's answer to what it was told last, its greeting first.</summary>
    /// <param name="length">Of the answer, when it is whole.</param>
    public abstract AnswerOutcome Check(MailSession session, ReadOnlySpan<byte> bytes, out int length);

    /// <summary>Says the next thing.</summary>
    public abstract LoginStep Advance(MailSession session, IBufferWriter<byte> output);

    /// <summary>The first line with its end; false when there is none.</summary>
    protected static bool TryTakeLine(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        line = bytes[..(bytes.IndexOf((byte)'\n') + 1)];
        return !line.IsEmpty;
    }
}
