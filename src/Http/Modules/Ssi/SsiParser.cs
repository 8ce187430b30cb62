using Engine.Core.Buffers;

namespace Engine.Http.Modules.Ssi;

/// <summary>What the parser has come to.</summary>
internal enum SsiToken
{
    /// <summary>The piece is used up; the text in it up to there is to be passed on.</summary>
    End,

    /// <summary>Text that is followed by something.</summary>
    Text,

    /// <summary>What was taken for the beginning of a command in the piece before was text.</summary>
    HeldText,

    Command,

    /// <summary>A command that is malformed; <see cref="SsiParser.Fault"/> says how.</summary>
    Malformed,
}

/// <summary>Finds commands in a text that comes in pieces of any size.</summary>
internal sealed class SsiParser
{
    private static readonly ByteString Opening = ByteString.Copy("<!--#"u8);

    private enum State
    {
        Text,

        /// <summary>Inside <see cref="Opening"/>, at <see cref="matched"/>.</summary>
        Opening,
        BeforeCommand,
        Command,
        BeforeName,
        Name,
        BeforeEquals,
        BeforeValue,
        DoubleQuoted,
        SingleQuoted,
        AfterValue,
        FirstDash,
        SecondDash,
        Skipping,
        SkippingFirstDash,
        SkippingSecondDash,
    }

    private State state;
    private int matched;
    private bool isEscaped;

    public SsiCommand Command { get; } = new();

    /// <summary>What is wrong with the command; empty when there is nothing.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>The part of an opening that the last piece ended with.</summary>
    public ReadOnlyMemory<byte> Held => state == State.Opening ? Opening.Memory[..matched] : default;

    /// <summary>The text of <see cref="SsiToken.HeldText"/>.</summary>
    public ReadOnlyMemory<byte> ReleasedText { get; private set; }

    public void Reset(int valueLength)
    {
        state = State.Text;
        matched = 0;
        Command.Begin(valueLength);
    }

    /// <summary>Reads on at <paramref name="position"/>, which moves behind what was read.</summary>
    /// <param name="text">The text before that, a run of <paramref name="piece"/>.</param>
    public SsiToken Next(ReadOnlySpan<byte> piece, ref int position, out System.Range text)
    {
        text = position..position;
        if (state == State.Opening && !ContinueOpening(piece, ref position, out var token))
            return token;
        if (state == State.Text && !FindOpening(piece, ref position, out text))
            return SsiToken.End;
        if (text.End.Value > text.Start.Value)
            return SsiToken.Text;
        while (position < piece.Length)
        {
            if (!Step(piece[position++]))
                continue;
            state = State.Text;
            return Fault.Length == 0 ? SsiToken.Command : SsiToken.Malformed;
        }

        return SsiToken.End;
    }

    /// <summary>The piece before ended within an opening. True when this one completes it.</summary>
    private bool ContinueOpening(ReadOnlySpan<byte> piece, ref int position, out SsiToken token)
    {
        var more = piece[position..].CommonPrefixLength(Opening.Span[matched..]);
        position += more;
        matched += more;
        token = SsiToken.End;
        if (matched == Opening.Length)
        {
            BeginCommand();
            return true;
        }

        if (position == piece.Length)
            return false;
        ReleasedText = Opening.Memory[..matched];
        state = State.Text;
        token = SsiToken.HeldText;
        return false;
    }

    /// <summary>True when a command begins in the piece.</summary>
    private bool FindOpening(ReadOnlySpan<byte> piece, ref int position, out System.Range text)
    {
        var start = position;
        while (true)
        {
            var distance = piece[position..].IndexOf((byte)'<');
            var found = distance < 0 ? piece.Length : position + distance;
            text = start..found;
            matched = piece[found..].CommonPrefixLength(Opening.Span);
            position = found + matched;
            if (matched == Opening.Length)
            {
                BeginCommand();
                return true;
            }

            if (position == piece.Length)
            {
                state = matched > 0 ? State.Opening : State.Text;
                return false;
            }
        }
    }

    private void BeginCommand()
    {
        state = State.BeforeCommand;
        Fault = "";
        isEscaped = false;
        Command.Clear();
    }

    /// <summary>One byte of a command. True at its end.</summary>
    private bool Step(byte b)
    {
        switch (state)
        {
            case State.BeforeCommand:
                if (!IsSpace(b))
                    Enter(State.Command, Command.AddToName(b));
                break;
            case State.Command:
                if (IsSpace(b))
                    state = State.BeforeName;
                else if (b == '-')
                    state = State.FirstDash;
                else if (!Command.AddToName(b))
                    Fail($"the \"{Command.Name}{(char)b}...\" SSI command is too long");
                break;
            case State.BeforeName or State.AfterValue:
                BeginParameter(b);
                break;
            case State.Name:
                ReadName(b);
                break;
            case State.BeforeEquals:
                if (b == '=')
                    state = State.BeforeValue;
                else if (!IsSpace(b))
                    Fail($"unexpected \"{(char)b}\" symbol after \"{Command.LastKey}\" parameter in \"{Command.Name}\" SSI command", b);
                break;
            case State.BeforeValue:
                if (b is (byte)'"' or (byte)'\'')
                    state = b == '"' ? State.DoubleQuoted : State.SingleQuoted;
                else if (!IsSpace(b))
                    Fail($"unexpected \"{(char)b}\" symbol before value of \"{Command.LastKey}\" parameter in \"{Command.Name}\" SSI command", b);
                break;
            case State.DoubleQuoted:
                ReadValue(b, (byte)'"');
                break;
            case State.SingleQuoted:
                ReadValue(b, (byte)'\'');
                break;
            case State.FirstDash:
                if (b == '-')
                    state = State.SecondDash;
                else
                    Fail($"unexpected \"{(char)b}\" symbol in \"{Command.Name}\" SSI command");
                break;
            case State.SecondDash:
                if (b == '>')
                    return true;
                Fail($"unexpected \"{(char)b}\" symbol in \"{Command.Name}\" SSI command", b);
                break;
            default:
                return Skip(b);
        }

        return false;
    }

    private void BeginParameter(byte b)
    {
        if (IsSpace(b))
            state = State.BeforeName;
        else if (b == '-')
            state = State.FirstDash;
        else if (state == State.AfterValue)
            Fail($"unexpected \"{(char)b}\" symbol after \"{Command.LastValue}\" value of \"{Command.LastKey}\" parameter in \"{Command.Name}\" SSI command");
        else
        {
            Command.BeginParameter();
            Enter(State.Name, Command.AddToKey(b));
        }
    }

    private void ReadName(byte b)
    {
        if (b == '=')
            state = State.BeforeValue;
        else if (IsSpace(b))
            state = State.BeforeEquals;
        else if (b == '-')
            Fail($"invalid \"{Command.LastKey}\" parameter in \"{Command.Name}\" SSI command", b);
        else if (!Command.AddToKey(b))
            Fail($"too long \"{Command.LastKey}{(char)b}...\" parameter in \"{Command.Name}\" SSI command");
    }

    /// <summary>A backslash stays in the value; what is behind it ends nothing.</summary>
    private void ReadValue(byte b, byte quote)
    {
        if (b == quote && !isEscaped)
        {
            state = State.AfterValue;
            return;
        }

        isEscaped = b == '\\' && !isEscaped;
        if (Command.AddToValue(b))
            return;
        isEscaped = false;
        Fail($"too long \"{Command.LastValue}{(char)b}...\" value of \"{Command.LastKey}\" parameter in \"{Command.Name}\" SSI command");
    }

    /// <summary>What is left of a malformed command, up to its end.</summary>
    private bool Skip(byte b)
    {
        switch (state)
        {
            case State.SkippingFirstDash:
                state = b == '-' ? State.SkippingSecondDash : State.Skipping;
                break;
            case State.SkippingSecondDash when b == '>':
                return true;
            case State.SkippingSecondDash when b == '-':
                break;
            default:
                state = b == '-' ? State.SkippingFirstDash : State.Skipping;
                break;
        }

        return false;
    }

    private void Enter(State next, bool fits)
    {
        if (fits)
            state = next;
    }

    private void Fail(string fault, byte at = 0)
    {
        Fault = fault;
        state = at == '-' ? State.SkippingFirstDash : State.Skipping;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
