using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Core.Net.Datagrams;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Net.Relay;
using Engine.Interop.Libc;

namespace Engine.Stream.Modules.Proxy;

/// <summary>
/// Datagrams both ways between a client and an upstream, until as many have come as are expected or no more come. Reusable. Neither direction
/// has a buffer of its own: what is received is sent at once.
/// </summary>
internal sealed class DatagramRelay : RelayBase<DatagramRelayEnd>
{
    /// <summary>The longest payload that UDP has.</summary>
    private const int MaxDatagram = 65535;

    /// <summary>Others are served behind so many datagrams of an upstream.</summary>
    private const int MaxPerTurn = 64;

    /// <summary>Before the datagram there is room for a PROXY protocol header. One for all relays of a worker.</summary>
    [ThreadStatic]
    private static byte[]? scratch;

    private readonly IDatagramRelayOwner owner;
    private DatagramClient client = null!;
    private UdpSocket upstream = null!;
    private DatagramRelayOptions options;

    public DatagramRelay(EventLoop loop, IDatagramRelayOwner owner) : base(loop)
    {
        this.owner = owner;
        Upload = new DatagramDirection(loop);
        Download = new DatagramDirection(loop);
    }

    /// <summary>From the client to the upstream. Its rate is set before the relay runs.</summary>
    public DatagramDirection Upload { get; }

    public DatagramDirection Download { get; }

    /// <summary>Receiving from the upstream failed, or sending to it.</summary>
    public bool HasUpstreamFailed { get; private set; }

    protected override bool IsPausing => Upload.IsPausing || Download.IsPausing;

    private static Span<byte> Scratch =>
        (scratch ??= GC.AllocateUninitializedArray<byte>(ProxyProtocolWriter.MaxLength + MaxDatagram, pinned: true)).AsSpan(ProxyProtocolWriter.MaxLength);

    private bool HasAllRequests => options.Requests > 0 && Upload.Count >= options.Requests;

    private bool HasAllResponses => Download.Count >= options.Responses * Upload.Count;

    private bool IsLimited => options.Responses != ProxyConf.Unlimited;

    public ValueTask<DatagramRelayEnd> RunAsync(DatagramClient client, UdpSocket upstream, in DatagramRelayOptions options)
    {
        this.client = client;
        this.upstream = upstream;
        this.options = options;
        HasUpstreamFailed = false;
        return Start(options.TimeoutMs);
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

    protected override async ValueTask PassUpload()
    {
        while (!IsEnded && !HasAllRequests)
        {
            if (Upload.DelayMs() is > 0 and var delay)
            {
                await Pause(Upload, delay);
            }
            else if (client.TryReceive(Scratch[..MaxDatagram]) is >= 0 and var length)
            {
                PassRequest(length);
                if (Upload.Rate.PauseMs(length) is > 0 and var pause && !IsEnded)
                    await Pause(Upload, pause);
            }
            else if (await client.WaitToReceiveAsync() < 0)
            {
                End(DatagramRelayEnd.Canceled);
            }
        }
    }

    protected override async ValueTask PassDownload()
    {
        for (var taken = 0; !IsEnded && !HasUpstreamFailed;)
        {
            if (Download.DelayMs() is > 0 and var delay)
            {
                await Pause(Download, delay);
            }
            else if (upstream.TryReceive(Scratch) is var length and not -Errno.EAGAIN)
            {
                PassResponse(length);
                var pause = Download.Rate.PauseMs(Math.Max(0, length));
                if (!IsEnded && (pause > 0 || ++taken % MaxPerTurn == 0))
                    await Pause(Download, pause);
            }
            else
            {
                taken = 0;
                await upstream.WaitToReceiveAsync();
            }
        }
    }

    /// <summary>Sends what is in the scratch buffer, the first time with the header before it.</summary>
    private void PassRequest(int length)
    {
        OnMoved();
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
        OnMoved();
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
        OnMoved();
    }

    protected override void Stop()
    {
        client.CancelReceive();
        upstream.CancelReceive();
        Upload.EndPause();
        Download.EndPause();
    }

    protected override DatagramRelayEnd TimedOut() => IsLimited && !HasAllResponses ? DatagramRelayEnd.Unanswered : DatagramRelayEnd.TimedOut;
}
