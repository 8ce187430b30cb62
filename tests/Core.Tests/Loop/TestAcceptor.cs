using Engine.Core.Net;

namespace Engine.Core.Tests.Loop;

/// <summary>Keeps accepted connections until the test takes them.</summary>
internal sealed class TestAcceptor : IConnectionAcceptor
{
    private readonly Queue<Connection> accepted = new();
    private TaskCompletionSource<Connection>? waiting;

    public int Count => accepted.Count;

    public void OnAccepted(Connection connection)
    {
        if (waiting is { } taker)
        {
            waiting = null;
            taker.SetResult(connection);
            return;
        }

        accepted.Enqueue(connection);
    }

    public Task<Connection> NextAsync()
    {
        if (accepted.TryDequeue(out var connection))
            return Task.FromResult(connection);
        waiting = new TaskCompletionSource<Connection>();
        return waiting.Task;
    }
}
