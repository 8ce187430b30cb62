using System.Collections.Concurrent;

namespace Engine.Bench.Load.Robustness;

/// <summary>How a request, or the connection for it, ended.</summary>
internal enum Outcome
{
    /// <summary>With status 200.</summary>
    Answered,

    OtherStatus,

    /// <summary>The connection ended before the first byte of the answer.</summary>
    NoAnswer,

    /// <summary>The connection ended within the answer.</summary>
    CutShort,

    ConnectionRefused,

    /// <summary>Not refused, and not there either.</summary>
    ConnectionFailed,
}

/// <summary>What the connections of a run saw. They run on several threads.</summary>
internal sealed class RequestCounts
{
    private readonly long[] counts = new long[Enum.GetValues<Outcome>().Length];
    private readonly ConcurrentDictionary<string, bool> contents = new();
    private long longestWaitTicks;

    public long this[Outcome outcome] => Interlocked.Read(ref counts[(int)outcome]);

    /// <summary>Different ones among the answers.</summary>
    public int Contents => contents.Count;

    public TimeSpan LongestWait => new(Interlocked.Read(ref longestWaitTicks));

    /// <summary>Requests that were sent and did not get the answer they have to get.</summary>
    public long Failed => this[Outcome.OtherStatus] + this[Outcome.NoAnswer] + this[Outcome.CutShort];

    public void Add(Outcome outcome) => Interlocked.Increment(ref counts[(int)outcome]);

    public void AddAnswer(string content, TimeSpan wait)
    {
        Add(Outcome.Answered);
        contents.TryAdd(content, true);
        // Two at once may keep the shorter of the two: the next answer corrects it, and no decision hangs on it.
        if (wait.Ticks > Interlocked.Read(ref longestWaitTicks))
            Interlocked.Exchange(ref longestWaitTicks, wait.Ticks);
    }

    public override string ToString() =>
        $"{this[Outcome.Answered]} answered with 200, {this[Outcome.OtherStatus]} with another status, {this[Outcome.NoAnswer]} without answer, "
        + $"{this[Outcome.CutShort]} cut short; connections: {this[Outcome.ConnectionRefused]} refused, {this[Outcome.ConnectionFailed]} failed; "
        + $"longest wait {LongestWait.TotalMilliseconds:0} ms";
}
