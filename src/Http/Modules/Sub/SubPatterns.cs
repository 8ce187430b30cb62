using System.Buffers;
using Engine.Core.Buffers;

namespace Engine.Http.Modules.Sub;

internal enum SubOutcome
{
    None,

    Found,

    /// <summary>The bytes end with what may be the beginning of a match.</summary>
    Partial,
}

/// <summary>Strings to look for, without regard to case, all at once: the leftmost match counts, and at one place the first string of the list.</summary>
internal sealed class SubPatterns
{
    private readonly byte[][] patterns;
    private readonly SearchValues<byte> firstBytes;

    public SubPatterns(ReadOnlySpan<ByteString> strings)
    {
        patterns = new byte[strings.Length][];
        var firsts = new List<byte>();
        for (var i = 0; i < strings.Length; i++)
        {
            patterns[i] = strings[i].Span.ToArray();
            foreach (ref var b in patterns[i].AsSpan())
                b = Lower(b);
            if (patterns[i].Length == 0)
                continue;
            firsts.Add(patterns[i][0]);
            if (patterns[i][0] is >= (byte)'a' and <= (byte)'z')
                firsts.Add((byte)(patterns[i][0] - 0x20));
            LongestLength = Math.Max(LongestLength, patterns[i].Length);
        }

        firstBytes = SearchValues.Create([.. firsts]);
    }

    public int Count => patterns.Length;

    public int LongestLength { get; }

    /// <param name="isSpent">Which strings are not looked for any more.</param>
    /// <param name="isLast">Nothing follows: what is cut off at the end is no match.</param>
    /// <param name="position">Where the match, or its beginning, is.</param>
    public SubOutcome Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<bool> isSpent, bool isLast, out int position, out int index, out int length)
    {
        index = length = 0;
        for (position = 0; ; position++)
        {
            var skipped = bytes[position..].IndexOfAny(firstBytes);
            if (skipped < 0)
                return SubOutcome.None;
            position += skipped;
            var rest = bytes[position..];
            for (index = 0; index < patterns.Length; index++)
            {
                var pattern = patterns[index];
                if (pattern.Length == 0 || isSpent[index] || (isLast && rest.Length < pattern.Length) || !StartsAlike(rest, pattern))
                    continue;
                length = pattern.Length;
                return rest.Length < length ? SubOutcome.Partial : SubOutcome.Found;
            }
        }
    }

    /// <summary>As far as both go.</summary>
    private static bool StartsAlike(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern)
    {
        var length = Math.Min(bytes.Length, pattern.Length);
        for (var i = 0; i < length; i++)
        {
            if (Lower(bytes[i]) != pattern[i])
                return false;
        }

        return true;
    }

    private static byte Lower(byte b) => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
}
