namespace Engine.Http.Modules.Redis2;

/// <summary>
/// Finds the end of a number of replies in Redis' protocol, version 2 (https://redis.io/docs/latest/develop/reference/protocol-spec/), piece
/// by piece. An array counts as one more reply for each of its elements, so nesting needs no memory.
/// </summary>
public sealed class ReplyReader
{
    /// <summary>Digits and sign of a length; what is longer is no length.</summary>
    private const int MaxLengthDigits = 19;

    private Part part;

    /// <summary>Replies, and elements of arrays, that are still to come.</summary>
    private long pending;

    private byte type;
    private long number;
    private int digits;
    private bool isNegative;

    /// <summary>Bytes of a bulk string and its line end.</summary>
    private long bulk;

    private enum Part
    {
        Type,
        Line,
        LineEnd,
        Bulk,
    }

    public bool IsComplete => pending == 0;

    public static bool IsType(byte value) => value is (byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*';

    public void Begin(long replies)
    {
        pending = replies;
        part = Part.Type;
    }

    /// <summary>How many bytes belong to the replies; -1 for what is no reply.</summary>
    public int Read(ReadOnlySpan<byte> input)
    {
        var i = 0;
        while (i < input.Length && pending > 0)
        {
            switch (part)
            {
                case Part.Type when !BeginReply(input[i++]):
                    return -1;
                case Part.Line:
                    i += ReadLine(input[i..]);
                    if (i < 0 || digits > MaxLengthDigits)
                        return -1;
                    break;
                case Part.LineEnd when input[i++] != '\n' || !EndLine():
                    return -1;
                case Part.Bulk:
                    var step = (int)Math.Min(bulk, input.Length - i);
                    i += step;
                    bulk -= step;
                    if (bulk == 0)
                        EndReply();
                    break;
            }
        }

        return i;
    }

    private bool BeginReply(byte value)
    {
        type = value;
        part = Part.Line;
        number = digits = 0;
        isNegative = false;
        return IsType(value);
    }

    /// <summary>What was read of a line, its CR included.</summary>
    private int ReadLine(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)'\r');
        var text = end < 0 ? input : input[..end];
        if (type is (byte)'$' or (byte)'*' && !ReadLength(text))
            return int.MinValue;
        if (end < 0)
            return input.Length;
        part = Part.LineEnd;
        return end + 1;
    }

    private bool ReadLength(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (digits == MaxLengthDigits)
                return false;
            if (c == '-' && digits == 0)
                isNegative = true;
            else if (c is >= (byte)'0' and <= (byte)'9' && number <= int.MaxValue)
                number = (number * 10) + (c - '0');
            else
                return false;
            digits++;
        }

        return true;
    }

    private bool EndLine()
    {
        if (type is not ((byte)'$' or (byte)'*'))
        {
            EndReply();
            return true;
        }

        if (digits == 0 || (isNegative && digits == 1))
            return false;
        // A length of -1 stands for no value at all.
        var length = isNegative ? -1 : number;
        if (type == '$' && length >= 0)
        {
            bulk = length + 2;
            part = Part.Bulk;
            return true;
        }

        if (length > 0)
            pending += length;
        EndReply();
        return true;
    }

    private void EndReply()
    {
        pending--;
        part = Part.Type;
    }
}
