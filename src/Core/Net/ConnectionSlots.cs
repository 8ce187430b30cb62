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

    private readonly LinkedList<Connection> reusable = new();
    private readonly MemoryReturn memoryReturn = new(loop);
    private long warnedSecond;

    public int Limit { get; set; } = 512;

    public int Count { get; private set; }

    /// <summary>Counts one more connection; false, and an alert, when there are too many.</summary>
    public bool TryTake()
    {
        if (Limit - Count <= Limit / 16 && reusable.Count > 0)
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

    public void Add(LinkedListNode<Connection> node) => reusable.AddLast(node);

    public void Remove(LinkedListNode<Connection> node) => reusable.Remove(node);

    public void CloseReusable(int count)
    {
        for (; count > 0 && reusable.First is { } first; count--)
        {
            reusable.Remove(first);
            first.Value.Close();
        }
    }

    private void Reuse()
    {
        if (warnedSecond != loop.Clock.UnixSeconds)
        {
            warnedSecond = loop.Clock.UnixSeconds;
            loop.Log.Write(LogLevel.Warn, $"{Limit} worker_connections are not enough, reusing connections");
        }

        CloseReusable(Math.Clamp(reusable.Count / 8, 1, MaxClosedAtOnce));
    }
}
