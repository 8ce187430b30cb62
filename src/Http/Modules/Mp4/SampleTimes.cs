using System.Buffers.Binary;

namespace Engine.Http.Modules.Mp4;

/// <summary>The table stts: when samples begin.</summary>
internal static class SampleTimes
{
    /// <summary>The sample that is decoded at a time, counted from 0; behind the last one for a time behind it.</summary>
    public static long Find(ReadOnlySpan<byte> movie, Table durations, ulong time)
    {
        long sample = 0;
        for (var i = 0; i < durations.Count; i++)
        {
            var (count, duration) = Entry(movie, durations, i);
            var length = (ulong)count * duration;
            if (length > time)
                return sample + (long)(time / duration);
            time -= length;
            sample += count;
        }

        return sample;
    }

    /// <summary>When a sample begins.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> movie, Table durations, long sample)
    {
        UInt128 time = 0;
        for (var i = 0; i < durations.Count && sample > 0; i++)
        {
            var (count, duration) = Entry(movie, durations, i);
            time += (UInt128)Math.Min(count, sample) * duration;
            sample -= count;
        }

        return time;
    }

    /// <summary>An entry of stts, and of ctts: so many samples, and what they have in common.</summary>
    public static (uint Count, uint Value) Entry(ReadOnlySpan<byte> movie, Table table, int index)
    {
        var entry = movie.Slice(table.Start + index * 8, 8);
        return (BinaryPrimitives.ReadUInt32BigEndian(entry), BinaryPrimitives.ReadUInt32BigEndian(entry[4..]));
    }
}
