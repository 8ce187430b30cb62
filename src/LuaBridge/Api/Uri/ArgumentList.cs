using System.Buffers.Binary;
using Engine.Http.Parsing;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Uri;

/// <summary>
/// A query string taken apart for Lua, all at once: in the scratch buffer stand, for every pair, the lengths of name and value (two 32-bit
/// numbers; a value of length -1 is true), and behind all of them the unescaped names and values.
/// </summary>
internal static class ArgumentList
{
    private const int EntrySize = 8;

    /// <summary>The number of pairs; -1 - number when the limit was reached before the end. Pairs without a name count but are left out.</summary>
    public static int Decode(ReadOnlySpan<byte> query, int max, ScratchBuffer scratch)
    {
        var pairs = CountPairs(query, max);
        var output = scratch.Take((pairs * EntrySize) + query.Length);
        var text = output[(pairs * EntrySize)..];
        var entries = output;
        var count = 0;
        var seen = 0;
        while (!query.IsEmpty)
        {
            var pair = TakePair(ref query, out var isTerminated);
            if (Write(pair, ref text, entries))
            {
                entries = entries[EntrySize..];
                count++;
            }

            if (isTerminated && ++seen == max)
                return -1 - MoveText(output, pairs, count, text);
        }

        return MoveText(output, pairs, count, text);
    }

    /// <summary>No less than there will be.</summary>
    private static int CountPairs(ReadOnlySpan<byte> query, int max)
    {
        var pairs = query.Count((byte)'&') + 1;
        return max > 0 ? Math.Min(max, pairs) : pairs;
    }

    public static ReadOnlySpan<byte> TakePair(ref ReadOnlySpan<byte> query, out bool isTerminated)
    {
        var end = query.IndexOf((byte)'&');
        isTerminated = end >= 0;
        var pair = isTerminated ? query[..end] : query;
        query = isTerminated ? query[(end + 1)..] : default;
        return pair;
    }

    /// <summary>The unescaped bytes of name and value one behind the other; a value's length is -1 without one. False for a pair without a name.</summary>
    public static bool TryUnescape(scoped ReadOnlySpan<byte> pair, Span<byte> text, out int nameLength, out int valueLength)
    {
        var equals = pair.IndexOf((byte)'=');
        var name = equals < 0 ? pair : pair[..equals];
        (nameLength, valueLength) = (0, -1);
        if (name.IsEmpty)
            return false;
        nameLength = UriEscape.Unescape(name, text, UnescapeKind.Component);
        if (equals >= 0)
            valueLength = UriEscape.Unescape(pair[(equals + 1)..], text[nameLength..], UnescapeKind.Component);
        return true;
    }

    private static bool Write(scoped ReadOnlySpan<byte> pair, ref Span<byte> text, scoped Span<byte> entry)
    {
        if (!TryUnescape(pair, text, out var nameLength, out var valueLength))
            return false;
        text = text[(nameLength + Math.Max(0, valueLength))..];
        BinaryPrimitives.WriteInt32LittleEndian(entry, nameLength);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], valueLength);
        return true;
    }

    /// <summary>Closes the gap that pairs without a name have left.</summary>
    private static int MoveText(Span<byte> output, int pairs, int count, Span<byte> rest)
    {
        if (count < pairs)
            output[(pairs * EntrySize)..^rest.Length].CopyTo(output[(count * EntrySize)..]);
        return count;
    }
}
