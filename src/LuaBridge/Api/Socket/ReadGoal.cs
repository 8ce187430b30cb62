namespace Engine.LuaBridge.Api.Socket;

/// <summary>Decides whether the bytes that arrived are what a receive waits for.</summary>
internal struct ReadGoal
{
    private byte[]? pattern;
    private int patternLength;
    private int scanned;

    public ReadKind Kind { get; private set; }

    /// <summary>Bytes wanted; the most that are wanted for <see cref="ReadKind.Any"/>; 0 is no limit for <see cref="ReadKind.Until"/>.</summary>
    public int Size { get; private set; }

    /// <summary>The pattern belongs to what is delivered.</summary>
    public bool IsInclusive { get; private set; }

    /// <summary>Of what is delivered: how many of the bytes, and how many are consumed.</summary>
    public int Delivered { get; private set; }

    public int Consumed { get; private set; }

    /// <summary>The pattern was reached.</summary>
    public bool HasMatched { get; private set; }

    public void Begin(ReadKind kind, int size, ReadOnlySpan<byte> until, bool inclusive)
    {
        Kind = kind;
        Size = size;
        IsInclusive = inclusive;
        HasMatched = false;
        scanned = 0;
        patternLength = until.Length;
        if (pattern is null || pattern.Length < until.Length)
            pattern = new byte[Math.Max(until.Length, 16)];
        until.CopyTo(pattern);
    }

    /// <summary>True when it is reached with what is there.</summary>
    public bool IsReached(ReadOnlySpan<byte> data) => Kind switch
    {
        ReadKind.Size => data.Length >= Size && Take(Size, Size),
        ReadKind.Line => FindLine(data),
        ReadKind.Any => data.Length > 0 && Take(Math.Min(Size, data.Length), Math.Min(Size, data.Length)),
        ReadKind.Until => FindPattern(data),
        _ => false,
    };

    /// <summary>Nothing more comes: what is there is all there is.</summary>
    public void TakeAll(ReadOnlySpan<byte> data) => Take(data.Length, data.Length);

    private bool Take(int delivered, int consumed)
    {
        Delivered = delivered;
        Consumed = consumed;
        return true;
    }

    /// <summary>
    /// Where a piece of at least <see cref="Size"/> bytes ends: not within what looks like the pattern until that proves not to be it. Below zero
    /// when more must come to know it.
    /// </summary>
    private readonly int EndBeyond(ReadOnlySpan<byte> data, ReadOnlySpan<byte> until)
    {
        var start = Math.Max(0, Size - until.Length + 1);
        while (!until.StartsWith(data[start..Size]))
            start++;
        for (var end = Size; start < Size;)
        {
            if (end++ == data.Length)
                return -1;
            while (start < end && !until.StartsWith(data[start..end]))
                start++;
        }

        return start;
    }

    private bool FindLine(ReadOnlySpan<byte> data)
    {
        var end = data[scanned..].IndexOf((byte)'\n');
        if (end >= 0)
            return Take(scanned + end, scanned + end + 1);
        scanned = data.Length;
        return false;
    }

    private bool FindPattern(ReadOnlySpan<byte> data)
    {
        var until = pattern.AsSpan(0, patternLength);
        var at = data[scanned..].IndexOf(until);
        var before = at >= 0 ? scanned + at : Math.Max(scanned, data.Length - patternLength + 1);
        if (at < 0)
        {
            // Its start may be at the end of what is there.
            while (before < data.Length && !until.StartsWith(data[before..]))
                before++;
            scanned = Size > 0 ? 0 : before;
        }

        if (Size > 0 && before >= Size)
        {
            var end = EndBeyond(data, until);
            return end >= 0 && Take(end, end);
        }

        if (at < 0)
            return false;
        HasMatched = true;
        return Take(IsInclusive ? before + patternLength : before, before + patternLength);
    }
}
