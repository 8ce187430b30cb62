using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Core.Net.ProxyProtocol;
using Engine.Interop.Libc;

namespace Engine.Stream.Modules.Proxy;

/// <summary>
/// Datagrams both ways between a client and an upstream, until as many have come as are expected or no more come. Reusable. Neither direction
/// has a buffer of its own: what is received is sent at once.
/// </summary>
internal sealed class DatagramRelay : IValueTaskSource<DatagramRelayEnd>
{
    /// <summary>The longest payload that UDP has.</summary>
    private const int MaxDatagram = 65535;

    /// <summary>Before the datagram there is room for a PROXY protocol header. One for all relays of a worker.</summary>
    [ThreadStatic]
    private static byte[]? scratch;

    private readonly EventLoop loop;
    private readonly IDatagramRelayOwner owner;
    private readonly IdleDeadline idle;
    private LoopCompletion<DatagramRelayEnd> completion;
    private DatagramClient client = null!;
    private UdpSocket upstream = null!;
    private DatagramRelayOptions options;
    private DatagramRelayEnd end;
    private long lastMoveMs;
    private int running;
    private bool isEnded = true;

    public DatagramRelay(EventLoop loop, IDatagramRelayOwner owner)
    {
        this.loop = loop;
        this.owner = owner;
        idle = new IdleDeadline(this);
        Upload = new DatagramDirection(loop);
        Download = new DatagramDirection(loop);
    }

    /// <summary>From the client to the upstream. Its rate is set before the relay runs.</summary>
    public DatagramDirection Upload { get; }

    public DatagramDirection Download { get; }

    /// <summary>Receiving from the upstream failed, or sending to it.</summary>
    public bool HasUpstreamFailed { get; private set; }

    private static Span<byte> Scratch =>
        (scratch ??= GC.AllocateUninitializedArray<byte>(ProxyProtocolWriter.MaxLength + MaxDatagram, pinned: true)).AsSpan(ProxyProtocolWriter.MaxLength);

    private bool HasAllRequests => options.Requests > 0 && Upload.Count >= options.Requests;

    private bool HasAllResponses => Download.Count >= options.Responses * Upload.Count;

    private bool IsLimited => options.Responses != ProxyConf.Unlimited;

    public ValueTask<DatagramRelayEnd> RunAsync(DatagramClient client, UdpSocket upstream, in DatagramRelayOptions options)
    {
        Debug.Assert(isEnded && running == 0, "one relay at a time");
        this.client = client;
        this.upstream = upstream;
        this.options = options;
        isEnded = HasUpstreamFailed = false;
        running = 2;
        completion.Reset();
        lastMoveMs = loop.Clock.NowMs;
        idle.Arm(loop, options.TimeoutMs);
        _ = PassRequests();
        _ = PassResponses();
        return new ValueTask<DatagramRelayEnd>(this, completion.Version);
    }

    /// <summary>Ends the relay under way, if any, at once.</summary>
    public void Cancel() => End(DatagramRelayEnd.Canceled);

    /// <summary>Lets both sides go and makes the counters as new.</summary>
    public void Clear()
    {
        client = null!;
        upstream = null!;
        Upload.Clear();
        Download.Clear();
    }

    public DatagramRelayEnd GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private async Task PassRequests()
    {
        while (!isEnded && !HasAllRequests)
        {
            if (Upload.DelayMs() is > 0 and var delay)
            {
                await Pause(Upload, delay);
            }
            else if (client.TryReceive(Scratch[..MaxDatagram]) is >= 0 and var length)
            {
                PassRequest(length);
                if (Upload.PauseMs(length) is > 0 and var pause && !isEnded)
                    await Pause(Upload, pause);
            }
            else if (await client.WaitToReceiveAsync() < 0)
            {
                End(DatagramRelayEnd.Canceled);
            }
        }

        OnDirectionEnded();
    }

    private async Task PassResponses()
    {
        while (!isEnded && !HasUpstreamFailed)
        {
            if (Download.DelayMs() is > 0 and var delay)
            {
                await Pause(Download, delay);
            }
            else if (upstream.TryReceive(Scratch) is var length and not -Errno.EAGAIN)
            {
                PassResponse(length);
                if (length > 0 && Download.PauseMs(length) is > 0 and var pause && !isEnded)
                    await Pause(Download, pause);
            }
            else
            {
                await upstream.WaitToReceiveAsync();
            }
        }

        OnDirectionEnded();
    }

    /// <summary>Sends what is in the scratch buffer, the first time with the header before it.</summary>
    private void PassRequest(int length)
    {
        lastMoveMs = loop.Clock.NowMs;
        var header = Upload.Count == 0 ? options.HeaderLength : 0;
        var datagram = scratch.AsSpan(ProxyProtocolWriter.MaxLength - header, header + length);
        if (header > 0)
            owner.WriteHeader(datagram);
        Upload.OnRead(length);
        var sent = upstream.TrySend(datagram);
        if (sent >= 0)
        {
            Upload.OnSent(sent);
        }
        else if (sent != -Errno.EAGAIN)
        {
            HasUpstreamFailed = true;
            owner.OnSendFailed(toUpstream: true, -sent);
            End(DatagramRelayEnd.Unsendable);
        }

        if (HasAllRequests)
            client.Detach();
        EndIfDone();
    }

    private void PassResponse(int length)
    {
        lastMoveMs = loop.Clock.NowMs;
        if (Download.Count == 0)
            owner.OnFirstResponse();
        Download.OnRead(Math.Max(0, length));
        if (length >= 0)
        {
            SendToClient(Scratch[..length]);
        }
        else
        {
            // The session goes on: nginx waits for the timeout here, too.
            HasUpstreamFailed = true;
            owner.OnReceiveFailed(-length);
        }

        EndIfDone();
    }

    private void SendToClient(ReadOnlySpan<byte> datagram)
    {
        var sent = client.TrySend(datagram);
        if (sent >= 0)
        {
            Download.OnSent(sent);
        }
        else if (sent != -Errno.EAGAIN)
        {
            owner.OnSendFailed(toUpstream: false, -sent);
            End(DatagramRelayEnd.Unsendable);
        }
    }

    private void EndIfDone()
    {
        if (IsLimited && HasAllResponses && (options.Requests == 0 || HasAllRequests))
            End(DatagramRelayEnd.Done);
    }

    private async ValueTask Pause(DatagramDirection direction, long delayMs)
    {
        await direction.Pause(delayMs);
        lastMoveMs = loop.Clock.NowMs;
    }

    private void End(DatagramRelayEnd why)
    {
        if (isEnded)
            return;
        isEnded = true;
        end = why;
        idle.Detach();
        // Nobody is told before both are stopped: then the relay may be in its next use.
        running++;
        client.CancelReceive();
        upstream.CancelReceive();
        Upload.EndPause();
        Download.EndPause();
        OnDirectionEnded();
    }

    private void OnDirectionEnded()
    {
        if (--running == 0)
            completion.SetResult(end);
    }

    private void OnIdleDeadline()
    {
        // A direction that its rate holds back is not idle; when it goes on, the time begins anew.
        var left = Upload.IsPausing || Download.IsPausing ? options.TimeoutMs : lastMoveMs + options.TimeoutMs - loop.Clock.NowMs;
        if (left > 0)
            idle.Arm(loop, left);
        else
            End(IsLimited && !HasAllResponses ? DatagramRelayEnd.Unanswered : DatagramRelayEnd.TimedOut);
    }

    private sealed class IdleDeadline(DatagramRelay relay) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => relay.OnIdleDeadline();
    }
}
