using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Http.Modules.Echo;

/// <summary>What <c>echo</c> and its filter versions write: the arguments, blanks between them, a newline behind them.</summary>
internal static class EchoText
{
    public static ComplexValue Compile(DirectiveUse use)
    {
        var options = EchoOptions.Read(use);
        var words = use.Arguments.Skip(options.Count);
        return ComplexValue.Compile(string.Join(' ', words) + (options.HasN ? "" : "\n"), use);
    }
}

/// <summary>The options before the arguments proper: words that begin with "-", up to "--". None but -n means anything.</summary>
internal readonly record struct EchoOptions(int Count, bool HasN)
{
    public static EchoOptions Read(DirectiveUse use)
    {
        var count = 0;
        var hasN = false;
        while (count < use.Count && use[count] is ['-', _, ..] word)
        {
            count++;
            if (word == "--")
                break;
            hasN |= word.Contains('n', StringComparison.Ordinal);
        }

        return new EchoOptions(count, hasN);
    }
}

/// <summary>One argument of a command.</summary>
internal static class EchoArgument
{
    public static ComplexValue Compile(DirectiveUse use, int index) => ComplexValue.Compile(use[index], use);

    /// <summary>Seconds with up to three digits behind the point, as milliseconds; -1 for anything else.</summary>
    public static long Milliseconds(ByteString text)
    {
        long value = 0;
        var fraction = -1;
        foreach (var digit in text.Span)
        {
            if (digit == '.' && fraction < 0)
                fraction = 0;
            else if (digit is < (byte)'0' or > (byte)'9' || fraction == 3 || value > int.MaxValue)
                return -1;
            else
            {
                value = value * 10 + (digit - '0');
                fraction += fraction >= 0 ? 1 : 0;
            }
        }

        for (var i = Math.Max(fraction, 0); i < 3; i++)
            value *= 10;
        return text.IsEmpty ? -1 : value;
    }

    /// <summary>A number whose digits may be grouped by underscores; -1 for anything else.</summary>
    public static long Count(ByteString text)
    {
        long value = 0;
        foreach (var digit in text.Span)
        {
            if (digit == '_')
                continue;
            if (digit is < (byte)'0' or > (byte)'9' || value > int.MaxValue)
                return -1;
            value = value * 10 + (digit - '0');
        }

        return text.IsEmpty ? -1 : value;
    }
}
