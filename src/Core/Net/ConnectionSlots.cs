using Engine.Core.Log;
using Engine.Core.Loop;

namespace Engine.Core.Net;

/// <summary>
/// <c>worker_connections</c>: how many connections a worker has and may have. When they run short, connections that only wait for
/// a request are closed, the oldest first, as nginx does.
/// </summary>
internal sealed class ConnectionSlots(EventLoop loop)
{
    /// <summary>nginx frees so many at once at most.</summary>
    private const int MaxClosedAtOnce = 32;

    private readonly MemoryReturn memoryReturn = new(loop);
    private long warnedSecond;

    // A list through the connections themselves: every request takes its connection out and puts it back.
    private Connection? oldest;
    private Connection? newest;
    private int reusable;

    public int Limit { get; set; } = 512;

    public int Count { get; private set; }

    /// <summary>Counts one more connection; false, and an alert, when there are too many.</summary>
    public bool TryTake()
    {
        if (Limit - Count <= Limit / 16 && reusable > 0)
            Reuse();
        if (Count < Limit)
        {
            memoryReturn.OnTaken(++Count);
            return true;
        }

        loop.Log.Write(LogLevel.Alert, $"{Limit} worker_connections are not enough");
        return false;
    }

    public void Release() => memoryReturn.OnReleased(--Count);

    /// <summary>The connection may be closed from now on; called by its <see cref="Connection.IsReusable"/>.</summary>
    public void Add(Connection connection)
    {
        connection.PreviousReusable = newest;
        if (newest is null)
            oldest = connection;
        else
            newest.NextReusable = connection;
        newest = connection;
        reusable++;
    }

    public void Remove(Connection connection)
    {
        var (previous, next) = (connection.PreviousReusable, connection.NextReusable);
        if (previous is null)
            oldest = next;
        else
            previous.NextReusable = next;
        if (next is null)
            newest = previous;
        else
            next.PreviousReusable = previous;
        connection.PreviousReusable = connection.NextReusable = null;
        reusable--;
    }

    public void CloseReusable(int count)
    {
        for (; count > 0 && oldest is { } first; count--)
        {
            first.IsReusable = false;
            first.Close();
        }
    }

    private void Reuse()
    {
        if (warnedSecond != loop.Clock.UnixSeconds)
        {
            warnedSecond = loop.Clock.UnixSeconds;
            loop.Log.Write(LogLevel.Warn, $"{Limit} worker_connections are not enough, reusing connections");
        }

        CloseReusable(Math.Clamp(reusable / 8, 1, MaxClosedAtOnce));
    }
}
