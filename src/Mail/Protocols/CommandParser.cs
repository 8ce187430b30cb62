namespace Engine.Mail.Protocols;

/// <summary>
/// Reads one command of a client. It remembers how far it came: the next call is given the same bytes and those behind them, wherever the command
/// was cut.
/// </summary>
internal abstract class CommandParser
{
    protected const byte CarriageReturn = (byte)'\r';
    protected const byte LineFeed = (byte)'\n';
    protected const byte Space = (byte)' ';

    private CommandWords words;

    /// <summary>What stands behind the command's name; of a continuation, everything.</summary>
    public ref CommandWords Words => ref words;

    /// <summary>The length of the command with its line end, when it is done or invalid.</summary>
    public int Position { get; protected set; }

    /// <param name="bytes">From the first byte of the command on.</param>
    public abstract ParseOutcome Advance(ReadOnlySpan<byte> bytes);

    /// <summary>Makes ready for the next command.</summary>
    /// <param name="isContinuation">It is no command but the client's answer to a challenge: a line of words.</param>
    public virtual void Begin(bool isContinuation)
    {
        words.Clear();
        Position = 0;
    }

    /// <summary>Drops the rest of a line that is no command.</summary>
    protected ParseOutcome SkipLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes[Position..].IndexOf(LineFeed);
        Position = end < 0 ? bytes.Length : Position + end + 1;
        return end < 0 ? ParseOutcome.NeedMore : ParseOutcome.Invalid;
    }
}
