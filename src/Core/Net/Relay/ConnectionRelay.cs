using Engine.Core.Loop;

namespace Engine.Core.Net.Relay;

/// <summary>
/// Bytes both ways between a client and an upstream until they are done. Reusable, one relay at a time. The connections stay the caller's:
/// when the relay has ended it closes them, for what was under way in the other direction is lost.
/// </summary>
public sealed class ConnectionRelay : RelayBase<RelayEnd>
{
    private Connection client = null!;
    private Connection upstream = null!;
    private bool isHalfClosed;

    public ConnectionRelay(EventLoop loop) : base(loop)
    {
        Upload = new RelayDirection(this, isUpload: true);
        Download = new RelayDirection(this, isUpload: false);
    }

    /// <summary>From the client to the upstream. Its rate and counters are set before the relay runs.</summary>
    public RelayDirection Upload { get; }

    /// <summary>From the upstream to the client.</summary>
    public RelayDirection Download { get; }

    /// <summary>Null for nobody.</summary>
    public IRelayObserver? Observer { get; init; }

    internal RelayOptions Options { get; private set; }

    protected override long LastMoveMs => Math.Max(base.LastMoveMs, Math.Max(client.Output.LastProgressMs, upstream.Output.LastProgressMs));

    protected override bool IsPausing => Upload.IsPausing || Download.IsPausing;

    /// <summary>What was received and not consumed of either connection is passed on first.</summary>
    public ValueTask<RelayEnd> RunAsync(Connection client, Connection upstream, in RelayOptions options)
    {
        this.client = client;
        this.upstream = upstream;
        Options = options;
        client.Output.SendTimeoutMs = upstream.Output.SendTimeoutMs = options.SendTimeoutMs;
        isHalfClosed = false;
        Upload.Begin(client, upstream);
        Download.Begin(upstream, client);
        return Start(options.TimeoutMs);
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

    protected override ValueTask PassUpload() => Upload.Run();

    protected override ValueTask PassDownload() => Download.Run();

    protected override void Stop()
    {
        Upload.Stop();
        Download.Stop();
    }

    protected override RelayEnd TimedOut() => RelayEnd.TimedOut;
}
