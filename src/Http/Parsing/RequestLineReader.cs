namespace Engine.Http.Parsing;

/// <summary>
/// Reads one request line from left to right. Each step returns false when it cannot go on, and <see cref="outcome"/> says why;
/// <see cref="Position"/> is behind what was read, or at the byte that is invalid.
/// </summary>
internal ref struct RequestLineReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private ParseOutcome outcome;

    public RequestLine Line;

    public int Position { get; private set; }

    public RequestError Error { get; private set; }

    public ParseOutcome Read()
    {
        if (SkipEmptyLine() && TakeMethod() && TakeTarget() && TakeVersion())
            return ParseOutcome.Done;
        if (outcome == ParseOutcome.Invalid)
            Line.Text = WhatArrived();
        return outcome;
    }

    private bool SkipEmptyLine()
    {
        if (bytes.IsEmpty)
            return Starve();
        return bytes[0] is not (ByteClass.Cr or ByteClass.Lf) || TakeLineEnd(RequestError.InvalidMethod);
    }

    private bool TakeMethod()
    {
        var start = Position;
        while (Position < bytes.Length && IsMethodByte(bytes[Position]))
            Position++;
        Line.Text = new Slice(start, 0);
        if (Position == bytes.Length)
            return Starve();
        if (bytes[Position] != ByteClass.Space || Position == start)
            return Refuse(RequestError.InvalidMethod);
        Line.MethodName = Slice.Between(start, Position);
        Line.Method = HttpMethods.Find(Line.MethodName.Of(bytes));
        return SkipSpaces();
    }

    private static bool IsMethodByte(byte value) => ByteClass.IsUpper(value) || value is (byte)'_' or (byte)'-';

    private bool TakeTarget()
    {
        if (Line.Method == HttpMethod.Connect)
            return TakeAuthorityForm();
        if (bytes[Position] == '/')
            return TakePathAndArguments(Position);
        return TakeAbsoluteForm();
    }

    private bool TakePathAndArguments(int start)
    {
        var length = bytes[start..].IndexOfAny(ByteClass.TargetEnd);
        if (length < 0)
            return Starve();
        Position = start + length;
        if (!IsTargetEnd(bytes[Position]))
            return Refuse(RequestError.InvalidRequest);
        Line.Target = new Slice(start, length);
        SplitTarget(start, Position);
        return true;
    }

    private static bool IsTargetEnd(byte value) => value is ByteClass.Space or ByteClass.Cr or ByteClass.Lf;

    private void SplitTarget(int start, int end)
    {
        var target = bytes[start..end];
        for (var position = 0; position < target.Length; position++)
        {
            switch (target[position])
            {
                case (byte)'/':
                    Line.NeedsNormalizing |= position + 1 < target.Length && target[position + 1] is (byte)'/' or (byte)'.';
                    break;
                case (byte)'%':
                    Line.NeedsNormalizing = true;
                    break;
                case (byte)'?':
                    Line.Path = new Slice(start, position);
                    SetArguments(start + position + 1, end);
                    return;
                case (byte)'#':
                    Line.Path = new Slice(start, position);
                    return;
            }
        }

        Line.Path = Slice.Between(start, end);
    }

    private void SetArguments(int start, int end)
    {
        var fragment = bytes[start..end].IndexOf((byte)'#');
        Line.HasArguments = true;
        Line.Arguments = Slice.Between(start, fragment < 0 ? end : start + fragment);
    }

    private bool TakeAbsoluteForm()
    {
        if (!TakeScheme() || !TakeHost() || !TakePort())
            return false;
        switch (bytes[Position])
        {
            case (byte)'/':
                return TakePathAndArguments(Position);
            case (byte)'?':
                Line.NeedsNormalizing = true;
                return TakePathAndArguments(Position);
            case ByteClass.Space:
                Line.NeedsNormalizing = true;
                return true;
            default:
                return Refuse(RequestError.InvalidRequest);
        }
    }

    private bool TakeScheme()
    {
        var start = Position;
        if (!ByteClass.IsLetter(bytes[Position]))
            return Refuse(RequestError.InvalidRequest);
        while (Position < bytes.Length && IsSchemeByte(bytes[Position]))
            Position++;
        Line.Scheme = Slice.Between(start, Position);
        return TakeLiteral("://"u8);
    }

    private static bool IsSchemeByte(byte value) =>
        ByteClass.IsLetter(value) || ByteClass.IsDigit(value) || value is (byte)'+' or (byte)'-' or (byte)'.';

    /// <summary>The host, of letters, digits, '.' and '-' or an IP literal. Behind it there is at least one more byte.</summary>
    private bool TakeHost()
    {
        var start = Position;
        if (Position == bytes.Length)
            return Starve();
        if (bytes[Position] == '[')
            return TakeIpLiteral();
        while (Position < bytes.Length && IsHostByte(bytes[Position]))
            Position++;
        if (Position == bytes.Length)
            return Starve();
        Line.Authority = Slice.Between(start, Position);
        return !Line.Authority.IsEmpty || Refuse(RequestError.InvalidRequest);
    }

    private static bool IsHostByte(byte value) =>
        ByteClass.IsLetter(value) || ByteClass.IsDigit(value) || value is (byte)'.' or (byte)'-';

    private bool TakeIpLiteral()
    {
        var start = Position++;
        var length = bytes[Position..].IndexOfAnyExcept(ByteClass.IpLiteral);
        if (length < 0)
            return Starve();
        Position += length;
        if (bytes[Position] != ']')
            return Refuse(RequestError.InvalidRequest);
        Position++;
        Line.Authority = Slice.Between(start, Position);
        return Position < bytes.Length || Starve();
    }

    private bool TakePort()
    {
        if (bytes[Position] != ':')
            return true;
        do
            Position++;
        while (Position < bytes.Length && ByteClass.IsDigit(bytes[Position]));
        Line.Authority = Slice.Between(Line.Authority.Start, Position);
        return Position < bytes.Length || Starve();
    }

    /// <summary>host:port of CONNECT, both needed (RFC 9112, 3.2.3).</summary>
    private bool TakeAuthorityForm()
    {
        if (!TakeHost())
            return false;
        var hostEnd = Position;
        if (bytes[Position] != ':')
            return Refuse(RequestError.InvalidRequest);
        if (!TakePort())
            return false;
        return (bytes[Position] == ByteClass.Space && Position > hostEnd + 1) || Refuse(RequestError.InvalidRequest);
    }

    private bool TakeVersion()
    {
        if (bytes[Position..].StartsWith(" HTTP/1.1\r\n"u8))
        {
            Line.Major = 1;
            Line.Minor = 1;
            Position += " HTTP/1.1".Length;
            Line.Text = Slice.Between(Line.Text.Start, Position);
            Position += "\r\n".Length;
            return true;
        }

        if (!SkipSpaces())
            return false;
        if (bytes[Position] is ByteClass.Cr or ByteClass.Lf)
            return TakeHttp09();
        return TakeLiteral("HTTP/"u8) && TakeMajor() && TakeMinor() && TakeEndOfText();
    }

    private bool TakeHttp09()
    {
        if (Line.Method != HttpMethod.Get)
            return Refuse(RequestError.InvalidMethodInHttp09);
        Line.Minor = 9;
        return TakeEndOfText();
    }

    private bool TakeMajor()
    {
        if (Position == bytes.Length)
            return Starve();
        if (bytes[Position] is < (byte)'1' or > (byte)'9')
            return Refuse(RequestError.InvalidRequest);
        if (bytes[Position] != '1')
            return Refuse(RequestError.InvalidVersion);
        Line.Major = 1;
        Position++;
        // More digits make it a version above 1, as 10.0 is.
        if (Position < bytes.Length && ByteClass.IsDigit(bytes[Position]))
            return Refuse(RequestError.InvalidVersion);
        return TakeLiteral("."u8);
    }

    private bool TakeMinor()
    {
        var start = Position;
        while (Position < bytes.Length && ByteClass.IsDigit(bytes[Position]))
        {
            Line.Minor = (Line.Minor * 10) + bytes[Position] - '0';
            if (Line.Minor > 99)
                return Refuse(RequestError.InvalidRequest);
            Position++;
        }

        if (Position == bytes.Length)
            return Starve();
        return Position > start || Refuse(RequestError.InvalidRequest);
    }

    private bool TakeEndOfText()
    {
        if (!SkipSpaces())
            return false;
        Line.Text = Slice.Between(Line.Text.Start, Position);
        return TakeLineEnd(RequestError.InvalidRequest);
    }

    private bool TakeLineEnd(RequestError otherwise)
    {
        var ended = FieldLineParser.EndLine(bytes, Position, out var end);
        if (ended == ParseOutcome.NeedMore)
            return Starve();
        Position = end;
        return ended == ParseOutcome.Done || Refuse(otherwise);
    }

    private bool TakeLiteral(ReadOnlySpan<byte> literal)
    {
        foreach (var expected in literal)
        {
            if (Position == bytes.Length)
                return Starve();
            if (bytes[Position] != expected)
                return Refuse(RequestError.InvalidRequest);
            Position++;
        }

        return true;
    }

    /// <summary>Skips spaces; true when there is a byte behind them.</summary>
    private bool SkipSpaces()
    {
        while (Position < bytes.Length && bytes[Position] == ByteClass.Space)
            Position++;
        return Position < bytes.Length || Starve();
    }

    private bool Starve()
    {
        outcome = ParseOutcome.NeedMore;
        return false;
    }

    private bool Refuse(RequestError error)
    {
        outcome = ParseOutcome.Invalid;
        Error = error;
        return false;
    }

    private readonly Slice WhatArrived()
    {
        var start = Line.Text.Start;
        var length = bytes[start..].IndexOf(ByteClass.Lf);
        var end = length < 0 ? bytes.Length : start + length;
        if (end > start && bytes[end - 1] == ByteClass.Cr)
            end--;
        return Slice.Between(start, end);
    }
}
