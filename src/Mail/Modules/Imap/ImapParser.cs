using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Imap;

/// <summary>
/// Reads a tag, a command and its words, which are atoms, quoted strings or literals (RFC 3501 section 4; RFC 7888 for those that do not wait).
/// </summary>
internal sealed class ImapParser : CommandParser
{
    private const int MaxTag = 32;
    private const int MostWords = 3;
    private const int MaxLiteral = int.MaxValue / 16;

    private State state;
    private int start;
    private int literalLength;
    private bool literalWaits;
    private bool hasEscapes;

    private enum State
    {
        Tag,
        BeforeName,
        Name,
        BeforeWord,
        Atom,
        Quoted,
        Escaped,
        LiteralLength,
        LiteralPlus,
        LiteralBrace,
        LiteralLineEnd,
        Literal,
        BehindLiteral,
        LineEnd,
        Done,
        Prompt,
        Invalid,
    }

    public ImapCommand Command { get; private set; }

    /// <summary>The length of the tag with its space; 0 as long as there is none.</summary>
    public int TagLength { get; private set; }

    /// <summary>What is read is the answer to a challenge.</summary>
    public bool IsContinuation { get; private set; }

    /// <summary>The line that was no command announced a literal which the client does not wait to send.</summary>
    public bool LosesTrack { get; private set; }

    public override void Begin(bool isContinuation)
    {
        base.Begin(isContinuation);
        IsContinuation = isContinuation;
        state = isContinuation ? State.Atom : State.Tag;
        start = 0;
        hasEscapes = false;
        LosesTrack = false;
        TagLength = 0;
        if (!isContinuation)
            Command = ImapCommand.None;
    }

    public override ParseOutcome Advance(ReadOnlySpan<byte> bytes)
    {
        while (Position < bytes.Length)
        {
            if (state == State.Literal && !SkipLiteral(bytes))
                return ParseOutcome.NeedMore;
            if (Position == bytes.Length)
                break;
            if (state != State.Invalid)
                state = Step(bytes);
            // The byte that is wrong may be the end of the line.
            if (state == State.Invalid)
                return Skip(bytes);
            Position++;
            if (state == State.Done)
                return ParseOutcome.Done;
            if (state == State.Prompt)
            {
                state = BeginLiteral();
                return ParseOutcome.Prompt;
            }
        }

        return ParseOutcome.NeedMore;
    }

    private ParseOutcome Skip(ReadOnlySpan<byte> bytes)
    {
        var outcome = SkipLine(bytes);
        if (outcome == ParseOutcome.Invalid)
            LosesTrack = bytes[..Position].TrimEnd("\r\n"u8).EndsWith("+}"u8);
        return outcome;
    }

    private State Step(ReadOnlySpan<byte> bytes)
    {
        var next = bytes[Position];
        switch (state)
        {
            case State.Tag:
                return StepTag(next);
            case State.BeforeName when next == Space:
                return State.BeforeName;
            case State.BeforeName:
                start = Position;
                return next is CarriageReturn or LineFeed ? State.Invalid : State.Name;
            case State.Name when next is Space or CarriageReturn or LineFeed:
                Command = ImapCommands.Find(bytes[start..Position]);
                return Command == ImapCommand.None ? State.Invalid : Behind(next);
            case State.Name:
                return State.Name;
            case State.BeforeWord:
                return BeginWord(next);
            case State.Atom when next is Space or CarriageReturn or LineFeed:
                Words.Add(start, Position);
                return Behind(next);
            case State.Atom:
                return State.Atom;
            case State.Quoted or State.Escaped:
                return StepQuoted(next);
            case State.LineEnd:
                return next == LineFeed ? State.Done : State.Invalid;
            default:
                return StepLiteral(next);
        }
    }

    private State StepTag(byte next)
    {
        if (next == Space && Position > 0)
        {
            TagLength = Position + 1;
            return State.BeforeName;
        }

        return Position < MaxTag && (char.IsAsciiLetterOrDigit((char)next) || next is (byte)'-' or (byte)'.' or (byte)'_') ? State.Tag : State.Invalid;
    }

    private State BeginWord(byte next)
    {
        if (next is Space or CarriageReturn or LineFeed)
            return Behind(next);
        if (Words.Count == MostWords)
            return State.Invalid;
        switch (next)
        {
            case (byte)'"':
                start = Position + 1;
                hasEscapes = false;
                return State.Quoted;
            case (byte)'{':
                literalLength = -1;
                return State.LiteralLength;
            default:
                start = Position;
                return State.Atom;
        }
    }

    private State StepQuoted(byte next)
    {
        if (next is CarriageReturn or LineFeed)
            return State.Invalid;
        if (state == State.Escaped)
            return State.Quoted;
        switch (next)
        {
            case (byte)'\\':
                hasEscapes = true;
                return State.Escaped;
            case (byte)'"':
                Words.Add(start, Position, hasEscapes);
                return State.BeforeWord;
            default:
                return State.Quoted;
        }
    }

    private State StepLiteral(byte next)
    {
        switch (state)
        {
            case State.LiteralLength when char.IsAsciiDigit((char)next):
                // One that is longer than any buffer is refused when the buffer is full.
                literalLength = Math.Min(Math.Max(literalLength, 0) * 10 + (next - '0'), MaxLiteral);
                return State.LiteralLength;
            case State.LiteralLength when literalLength >= 0 && next is (byte)'}' or (byte)'+':
                literalWaits = next == '}';
                return literalWaits ? State.LiteralBrace : State.LiteralPlus;
            case State.LiteralPlus:
                return next == '}' ? State.LiteralBrace : State.Invalid;
            case State.LiteralBrace when next == CarriageReturn:
                return State.LiteralLineEnd;
            case State.LiteralBrace or State.LiteralLineEnd when next == LineFeed:
                return literalWaits ? State.Prompt : BeginLiteral(Position + 1);
            case State.BehindLiteral when next == '{':
                return BeginWord(next);
            case State.BehindLiteral when next is Space or CarriageReturn or LineFeed:
                return Behind(next);
            default:
                return State.Invalid;
        }
    }

    private State BeginLiteral() => BeginLiteral(Position);

    private State BeginLiteral(int from)
    {
        start = from;
        if (literalLength > 0)
            return State.Literal;
        Words.Add(start, start);
        return State.BehindLiteral;
    }

    /// <summary>False when the literal is not whole.</summary>
    private bool SkipLiteral(ReadOnlySpan<byte> bytes)
    {
        var end = start + literalLength;
        if (bytes.Length < end)
        {
            Position = bytes.Length;
            return false;
        }

        Position = end;
        Words.Add(start, end);
        state = State.BehindLiteral;
        return true;
    }

    private static State Behind(byte separator) => separator switch
    {
        Space => State.BeforeWord,
        CarriageReturn => State.LineEnd,
        _ => State.Done,
    };
}
