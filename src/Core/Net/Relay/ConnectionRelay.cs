using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Core.Net.Relay;

/// <summary>
/// Bytes both ways between a client and an upstream until they are done. Reusable, one relay at a time. The connections stay the caller's:
/// when the relay has ended it closes them, for what was under way in the other direction is lost.
/// </summary>
public sealed class ConnectionRelay : IValueTaskSource<RelayEnd>
{
    private readonly IdleDeadline idle;
    private LoopCompletion<RelayEnd> completion;
    private Connection client = null!;
    private Connection upstream = null!;
    private RelayEnd end;
    private long lastMoveMs;
    private int running;
    private bool isHalfClosed;

    public ConnectionRelay(EventLoop loop)
    {
        Loop = loop;
        idle = new IdleDeadline(this);
        Upload = new RelayDirection(this, isUpload: true);
        Download = new RelayDirection(this, isUpload: false);
    }

    public EventLoop Loop { get; }

    /// <summary>From the client to the upstream. Its rate and counters are set before the relay runs.</summary>
    public RelayDirection Upload { get; }

    /// <summary>From the upstream to the client.</summary>
    public RelayDirection Download { get; }

    /// <summary>Null for nobody.</summary>
    public IRelayObserver? Observer { get; init; }

    internal RelayOptions Options { get; private set; }

    internal bool IsEnded { get; private set; } = true;

    /// <summary>What was received and not consumed of either connection is passed on first.</summary>
    public ValueTask<RelayEnd> RunAsync(Connection client, Connection upstream, in RelayOptions options)
    {
        Debug.Assert(IsEnded && running == 0, "one relay at a time");
        this.client = client;
        this.upstream = upstream;
        Options = options;
        client.Output.SendTimeoutMs = upstream.Output.SendTimeoutMs = options.SendTimeoutMs;
        IsEnded = isHalfClosed = false;
        running = 2;
        completion.Reset();
        lastMoveMs = Loop.Clock.NowMs;
        idle.Arm(Loop, options.TimeoutMs);
        Upload.Begin(client, upstream);
        Download.Begin(upstream, client);
        _ = Upload.Run();
        _ = Download.Run();
        return new ValueTask<RelayEnd>(this, completion.Version);
    }

    /// <summary>Ends the relay under way, if any, at once.</summary>
    public void Cancel() => End(RelayEnd.Canceled);

    /// <summary>Lets the connections go and makes the counters as new.</summary>
    public void Clear()
    {
        client = upstream = null!;
        Upload.Clear();
        Download.Clear();
    }

    public RelayEnd GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    internal void OnMoved() => lastMoveMs = Loop.Clock.NowMs;

    /// <summary>A direction has passed on everything there was.</summary>
    internal void OnFinished(RelayDirection direction)
    {
        if (IsEnded)
            return;
        if (!Options.HalfClose || isHalfClosed)
        {
            End(direction.IsUpload ? RelayEnd.ClientDone : RelayEnd.UpstreamDone);
            return;
        }

        isHalfClosed = true;
        (direction.IsUpload ? upstream : client).ShutdownWrite();
    }

    internal void OnUnwritable(RelayDirection direction, bool hasTimedOut)
    {
        if (!IsEnded)
            End(hasTimedOut ? RelayEnd.TimedOut : direction.IsUpload ? RelayEnd.UpstreamFailed : RelayEnd.ClientFailed);
    }

    internal void OnDirectionEnded()
    {
        if (--running == 0)
            completion.SetResult(end);
    }

    private void End(RelayEnd why)
    {
        if (IsEnded)
            return;
        IsEnded = true;
        end = why;
        idle.Detach();
        // Nobody is told before both are stopped: then the relay may be in its next use.
        running++;
        Upload.Stop();
        Download.Stop();
        OnDirectionEnded();
    }

    private void OnIdleDeadline()
    {
        var now = Loop.Clock.NowMs;
        var last = Math.Max(lastMoveMs, Math.Max(client.Output.LastProgressMs, upstream.Output.LastProgressMs));
        // A direction that its rate holds back is not idle; when it goes on, the time begins anew.
        var left = Upload.IsPausing || Download.IsPausing ? Options.TimeoutMs : last + Options.TimeoutMs - now;
        if (left > 0)
            idle.Arm(Loop, left);
        else
            End(RelayEnd.TimedOut);
    }

    private sealed class IdleDeadline(ConnectionRelay relay) : Loop.Timer
    {
        protected override void OnExpired() => relay.OnIdleDeadline();
    }
}
