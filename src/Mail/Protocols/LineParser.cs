namespace Engine.Mail.Protocols;

/// <summary>What tells the commands of a protocol of lines: POP3's and SMTP's.</summary>
internal interface ILineGrammar
{
    /// <summary>How many words may follow a command.</summary>
    int MostWords { get; }

    /// <summary>The number of a command, in whatever case it is written; 0 when there is none of that name.</summary>
    int CommandOf(ReadOnlySpan<byte> name);

    /// <summary>The rest of the line is one word, its spaces included.</summary>
    bool TakesRest(int command);
}

/// <summary>Reads commands that are a name and words, up to CRLF or LF.</summary>
internal sealed class LineParser(ILineGrammar grammar) : CommandParser
{
    private State state;
    private int wordStart;

    private enum State
    {
        Name,
        BeforeWord,
        Word,
        LineEnd,
        Done,
        Invalid,
    }

    /// <summary>By the grammar. Of a continuation: the command that it continues.</summary>
    public int Command { get; private set; }

    /// <summary>Where the last word ends: the line without its end, and without spaces before that.</summary>
    public int TextEnd { get; private set; }

    public override void Begin(bool isContinuation)
    {
        base.Begin(isContinuation);
        state = isContinuation ? State.Word : State.Name;
        wordStart = 0;
        if (!isContinuation)
            Command = 0;
    }

    public override ParseOutcome Advance(ReadOnlySpan<byte> bytes)
    {
        while (Position < bytes.Length)
        {
            if (state != State.Invalid)
                state = Step(bytes);
            // The byte that is wrong may be the end of the line.
            if (state == State.Invalid)
                return SkipLine(bytes);
            Position++;
            if (state == State.Done)
                return ParseOutcome.Done;
        }

        return ParseOutcome.NeedMore;
    }

    private State Step(ReadOnlySpan<byte> bytes)
    {
        var next = bytes[Position];
        switch (state)
        {
            case State.Name when next is Space or CarriageReturn or LineFeed:
                Command = grammar.CommandOf(bytes[..Position]);
                TextEnd = Position;
                return Command == 0 ? State.Invalid : Behind(next);
            case State.Name:
                return char.IsAsciiLetter((char)next) ? State.Name : State.Invalid;
            case State.BeforeWord when next is Space or CarriageReturn or LineFeed:
                return Behind(next);
            case State.BeforeWord:
                wordStart = Position;
                return Words.Count < grammar.MostWords ? State.Word : State.Invalid;
            case State.Word when next == Space && grammar.TakesRest(Command):
                return State.Word;
            case State.Word when next is Space or CarriageReturn or LineFeed:
                Words.Add(wordStart, Position);
                TextEnd = Position;
                return Behind(next);
            case State.Word:
                return State.Word;
            default:
                return next == LineFeed ? State.Done : State.Invalid;
        }
    }

    private static State Behind(byte separator) => separator switch
    {
        Space => State.BeforeWord,
        CarriageReturn => State.LineEnd,
        _ => State.Done,
    };
}
