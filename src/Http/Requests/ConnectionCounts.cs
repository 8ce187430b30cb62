using Engine.Core.Loop;

namespace Engine.Http.Requests;

/// <summary>What one worker counts of its client connections (<c>stub_status</c>). Other workers read it without locks.</summary>
public sealed class ConnectionCounts
{
    private static readonly ConnectionCounts?[] All = new ConnectionCounts?[EventLoop.MaxWorkers];

    private long accepted;
    private long requests;
    private long active;
    private long reading;
    private long writing;

    /// <summary>The counts of one worker; they go on when it is replaced.</summary>
    public static ConnectionCounts Of(int workerIndex) => All[workerIndex] ??= new ConnectionCounts();

    /// <summary>The sums over all workers.</summary>
    public static ConnectionTotals Totals()
    {
        var totals = default(ConnectionTotals);
        foreach (var counts in All)
        {
            if (counts is null)
                break;
            totals = new ConnectionTotals(
                totals.Accepted + Volatile.Read(ref counts.accepted),
                totals.Requests + Volatile.Read(ref counts.requests),
                totals.Active + Volatile.Read(ref counts.active),
                totals.Reading + Volatile.Read(ref counts.reading),
                totals.Writing + Volatile.Read(ref counts.writing));
        }

        return totals;
    }

    internal void OnAccepted()
    {
        accepted++;
        active++;
    }

    internal void OnClosed() => active--;

    internal void OnRequest() => requests++;

    internal void OnReading(int change) => reading += change;

    internal void OnWriting(int change) => writing += change;
}

/// <param name="Reading">Connections on which a request head is being read.</param>
/// <param name="Writing">Connections on which a request is being answered.</param>
public readonly record struct ConnectionTotals(long Accepted, long Requests, long Active, long Reading, long Writing)
{
    /// <summary>Idle keep-alive connections.</summary>
    public long Waiting => Math.Max(0, Active - Reading - Writing);
}
