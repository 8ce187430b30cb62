using Engine.Core.Buffers;
using Engine.Http.Modules.Core;

namespace Engine.Http.Modules.Mp4;

/// <summary>The part of a video that a request asks for, in milliseconds.</summary>
/// <param name="StartMs">-1 when the request says nothing.</param>
/// <param name="EndMs">0 for the end of the video.</param>
internal readonly record struct PlayRange(long StartMs, long EndMs)
{
    /// <summary>Thirty years; nothing that is computed with it overflows.</summary>
    private const long MaxMs = 1_000_000_000_000;

    private static readonly ByteString Start = ByteString.Copy("start"u8);
    private static readonly ByteString End = ByteString.Copy("end"u8);

    public bool IsGiven => StartMs >= 0;

    public bool IsWhole => StartMs == 0 && EndMs == 0;

    /// <summary>Reads <c>start</c> and <c>end</c>; an end that is not behind the start is none.</summary>
    public static PlayRange Of(ByteString arguments)
    {
        var start = Milliseconds(Arguments.Find(arguments, Start).Bytes.Span);
        var end = Milliseconds(Arguments.Find(arguments, End).Bytes.Span);
        if (end > 0 && start < 0)
            start = 0;
        return new PlayRange(start, end > start ? end : 0);
    }

    /// <summary>A time or duration without the part: what of it is behind the start and before the end.</summary>
    /// <param name="scale">Units a second.</param>
    public ulong Shorten(ulong duration, uint scale)
    {
        var start = InUnits(StartMs, scale);
        var rest = duration > start ? duration - start : 0;
        return EndMs == 0 ? rest : Math.Min(rest, InUnits(EndMs - StartMs, scale));
    }

    public static ulong InUnits(long milliseconds, uint scale) => (ulong)((UInt128)(ulong)milliseconds * scale / 1000);

    /// <summary>Seconds with up to three decimals; more of them do not count. -1 for anything else.</summary>
    private static long Milliseconds(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return -1;
        long value = 0;
        var decimals = -1;
        foreach (var character in text)
        {
            if (character == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit((char)character) || value > MaxMs)
                return -1;
            if (decimals == 3)
                continue;
            value = value * 10 + character - '0';
            if (decimals >= 0)
                decimals++;
        }

        for (decimals = Math.Max(decimals, 0); decimals < 3; decimals++)
            value *= 10;
        return value > MaxMs ? -1 : value;
    }
}
