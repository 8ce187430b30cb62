namespace Engine.Http.Parsing;

public enum ChunkedOutcome
{
    /// <summary>All input was consumed and the content goes on.</summary>
    NeedMore,

    /// <summary>Content was found; call again with what follows it.</summary>
    Data,

    /// <summary>The last chunk was read and its trailer section follows (only with <see cref="ChunkedDecoder.KeepTrailers"/>).</summary>
    Trailers,

    /// <summary>The content is complete, its trailer section included.</summary>
    Done,

    Invalid,
}

/// <summary>
/// Takes the chunked transfer coding away (RFC 9112, 7.1), over input that may be cut anywhere. Lines end by CRLF only: peers that
/// disagree about a lone LF, in a chunk extension above all, can be made to see different requests.
/// </summary>
public struct ChunkedDecoder
{
    /// <summary>
    /// How many bytes of sizes, extensions and trailers may come beyond what the content pays for: each chunk pays for
    /// <see cref="LineAllowance"/> bytes and two for each byte of its data.
    /// </summary>
    public const int MaxOverhead = 16 * 1024;

    private const int LineAllowance = 16;

    private State state;
    private int overhead;

    private enum State : byte
    {
        SizeStart,
        Size,
        BeforeExtension,
        Extension,
        SizeLf,
        Data,
        DataCr,
        DataLf,
        TrailerStart,
        TrailerName,
        TrailerValue,
        TrailerLf,
        LastLf,
        Done,
        Invalid,
    }

    /// <summary>The caller parses the trailer section itself, by <see cref="Http1RequestParser.ParseField"/>; the decoder ends before it.</summary>
    public bool KeepTrailers { get; init; }

    /// <summary>Bytes of the current chunk's data that are still to come.</summary>
    public long ChunkRemaining { get; private set; }

    /// <summary>
    /// Reads <paramref name="input"/> up to the end of the next run of content, <paramref name="data"/>.
    /// When invalid, <paramref name="consumed"/> is the offset of the byte that is.
    /// </summary>
    public ChunkedOutcome Decode(ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        data = default;
        consumed = 0;
        while (state != State.Done)
        {
            if (consumed == input.Length)
                return state == State.Invalid ? ChunkedOutcome.Invalid : ChunkedOutcome.NeedMore;
            if (state == State.Data)
            {
                data = TakeData(input, consumed);
                consumed = data.End;
                return ChunkedOutcome.Data;
            }

            state = Next(input[consumed]);
            if (state == State.Invalid || overhead > MaxOverhead)
            {
                state = State.Invalid;
                return ChunkedOutcome.Invalid;
            }

            consumed++;
            if (state == State.TrailerStart && KeepTrailers)
            {
                state = State.Done;
                return ChunkedOutcome.Trailers;
            }
        }

        return ChunkedOutcome.Done;
    }

    private Slice TakeData(ReadOnlySpan<byte> input, int start)
    {
        var length = (int)Math.Min(ChunkRemaining, input.Length - start);
        ChunkRemaining -= length;
        if (ChunkRemaining == 0)
            state = State.DataCr;
        return new Slice(start, length);
    }

    /// <summary>The state behind one byte that is not content.</summary>
    private State Next(byte value)
    {
        overhead++;
        return state switch
        {
            State.SizeStart => AddDigit(value) ? State.Size : State.Invalid,
            State.Size => AddDigit(value) ? State.Size : AfterSize(value),
            State.BeforeExtension => AfterSize(value),
            State.Extension => AfterText(value, State.Extension, State.SizeLf),
            State.SizeLf => value == ByteClass.Lf ? AfterSizeLine() : State.Invalid,
            State.DataCr => value == ByteClass.Cr ? State.DataLf : State.Invalid,
            State.DataLf => value == ByteClass.Lf ? State.SizeStart : State.Invalid,
            State.TrailerStart => value == ByteClass.Cr ? State.LastLf : AfterTrailerName(value, first: true),
            State.TrailerName => AfterTrailerName(value, first: false),
            State.TrailerValue => AfterText(value, State.TrailerValue, State.TrailerLf),
            State.TrailerLf => value == ByteClass.Lf ? State.TrailerStart : State.Invalid,
            State.LastLf => value == ByteClass.Lf ? State.Done : State.Invalid,
            _ => State.Invalid,
        };
    }

    private bool AddDigit(byte value)
    {
        var digit = HexDigit.Value(value);
        if (digit < 0 || ChunkRemaining > long.MaxValue >> 4)
            return false;
        ChunkRemaining = (ChunkRemaining << 4) | (uint)digit;
        return true;
    }

    /// <summary>White space is allowed before an extension, and before the end as nginx allows it: some servers pad their sizes.</summary>
    private static State AfterSize(byte value) => value switch
    {
        ByteClass.Space or ByteClass.Tab => State.BeforeExtension,
        (byte)';' => State.Extension,
        ByteClass.Cr => State.SizeLf,
        _ => State.Invalid,
    };

    private State AfterSizeLine()
    {
        var paid = LineAllowance + (2 * Math.Min(ChunkRemaining, MaxOverhead));
        overhead = (int)Math.Max(0, overhead - paid);
        return ChunkRemaining == 0 ? State.TrailerStart : State.Data;
    }

    private static State AfterText(byte value, State inside, State atCr)
    {
        if (value == ByteClass.Cr)
            return atCr;
        return ByteClass.FieldValueEnd.Contains(value) ? State.Invalid : inside;
    }

    private static State AfterTrailerName(byte value, bool first)
    {
        if (value == ':')
            return first ? State.Invalid : State.TrailerValue;
        return ByteClass.FieldNameEnd.Contains(value) ? State.Invalid : State.TrailerName;
    }
}
