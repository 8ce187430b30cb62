using System.Diagnostics.CodeAnalysis;

namespace Engine.Core.Net;

/// <summary>
/// Values by address: networks and ranges, overlapping as they like, laid out flat, so that a look-up is one binary search.
/// An IPv4 address mapped into IPv6 counts as the IPv4 address.
/// </summary>
public sealed class AddressTable<T>
{
    private readonly uint[] v4Starts;
    private readonly int[] v4Values;
    private readonly UInt128[] v6Starts;
    private readonly int[] v6Values;
    private readonly T[] values;

    internal AddressTable(List<(UInt128 Start, int Value)> v4, List<(UInt128 Start, int Value)> v6, T[] values)
    {
        v4Starts = [.. v4.Select(static interval => (uint)interval.Start)];
        v4Values = [.. v4.Select(static interval => interval.Value)];
        v6Starts = [.. v6.Select(static interval => interval.Start)];
        v6Values = [.. v6.Select(static interval => interval.Value)];
        this.values = values;
    }

    public bool TryFind(NumericAddress address, [MaybeNullWhen(false)] out T value)
    {
        address = address.Unmapped;
        var index = address.IsIPv6
            ? v6Values[IndexOf(v6Starts, address.Number)]
            : v4Values[IndexOf(v4Starts, (uint)address.Number)];
        value = index < 0 ? default : values[index];
        return index >= 0;
    }

    /// <summary>The interval around a number; the first begins at 0.</summary>
    private static int IndexOf<TNumber>(TNumber[] starts, TNumber number) where TNumber : IComparable<TNumber>
    {
        int low = 0, high = starts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (starts[middle].CompareTo(number) <= 0)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}

/// <summary>Collects ranges with values and priorities. Where ranges overlap, the highest priority wins, among equal ones the one added last.</summary>
public sealed class AddressTableBuilder<T>
{
    private readonly List<Entry> v4 = [];
    private readonly List<Entry> v6 = [];
    private readonly List<T> values = [];

    public void Add(AddressRange range, T value, long priority)
    {
        values.Add(value);
        Add(range, values.Count - 1, priority);
    }

    /// <summary>Takes the values away that a lower priority gave to these addresses.</summary>
    public void AddHole(AddressRange range, long priority) => Add(range, -1, priority);

    public AddressTable<T> Build() => new(Flatten(v4, uint.MaxValue), Flatten(v6, UInt128.MaxValue), [.. values]);

    private void Add(AddressRange range, int value, long priority)
    {
        var entries = range.IsIPv6 ? v6 : v4;
        entries.Add(new Entry(range.First, range.Last, value, priority, entries.Count));
    }

    /// <summary>Sweeps over all ends of ranges; at each, the strongest range that is open decides.</summary>
    private static List<(UInt128 Start, int Value)> Flatten(List<Entry> entries, UInt128 highest)
    {
        var byStart = entries.OrderBy(static entry => entry.First).ToArray();
        var boundaries = entries.Select(static entry => entry.First)
            .Concat(entries.Where(entry => entry.Last != highest).Select(static entry => entry.Last + 1))
            .Append(UInt128.Zero).Order().ToArray();
        var open = new PriorityQueue<Entry, (long, long)>();
        var intervals = new List<(UInt128 Start, int Value)>();
        var next = 0;
        foreach (var boundary in boundaries)
        {
            for (; next < byStart.Length && byStart[next].First <= boundary; next++)
                open.Enqueue(byStart[next], (-byStart[next].Priority, -byStart[next].Order));
            while (open.TryPeek(out var entry, out _) && entry.Last < boundary)
                open.Dequeue();
            var value = open.TryPeek(out var strongest, out _) ? strongest.Value : -1;
            if (intervals.Count > 0 && intervals[^1].Start == boundary)
                intervals.RemoveAt(intervals.Count - 1);
            if (intervals.Count == 0 || intervals[^1].Value != value)
                intervals.Add((boundary, value));
        }

        return intervals;
    }

    private readonly record struct Entry(UInt128 First, UInt128 Last, int Value, long Priority, int Order);
}
