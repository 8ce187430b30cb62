using System.Globalization;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Core.Net.ProxyProtocol;
using Engine.Core.Net.Relay;
using Engine.Core.Scripting;
using Engine.Interop.Libc;
using Engine.Stream.Phases;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>Bytes both ways, with nginx's words about how that ends.</summary>
internal sealed partial class ProxySession : IRelayObserver
{
    private const string Proxying = "proxying connection";

    private ConnectionRelay? relay;

    /// <summary>The PROXY protocol header: the upstream got it besides the client's bytes.</summary>
    private int headerLength;

    private long FromClient => Session.BytesReceived + (relay?.Upload.Read ?? 0) + (datagramRelay?.Upload.BytesRead ?? 0);

    private long ToClient => Session.BytesSent + (relay?.Download.Passed ?? 0) + (datagramRelay?.Download.BytesSent ?? 0);

    private long FromUpstream => (attempt?.BytesReceived ?? 0) + (relay?.Download.Read ?? 0) + (datagramRelay?.Download.BytesRead ?? 0);

    private long ToUpstream => (attempt?.BytesSent ?? 0) + headerLength + (relay?.Upload.Passed ?? 0) + (datagramRelay?.Upload.BytesSent ?? 0);

    void IRelayObserver.OnFirstByte(RelayDirection direction)
    {
        if (!direction.IsUpload)
            OnFirstByte();
    }

    private void OnFirstByte()
    {
        attempt!.FirstByteMs = Session.Loop.Clock.NowMs - attempt.StartMs;
        selection.OnHeader(attempt.FirstByteMs);
    }

    private ValueTask<RelayEnd> StartRelay(Connection client)
    {
        relay ??= new ConnectionRelay(Session.Loop) { Observer = this };
        relay.Upload.Rate = RateOf(conf.UploadRate.Value);
        relay.Download.Rate = RateOf(conf.DownloadRate.Value);
        upstream!.SetNoDelay(Session.Server.Core.TcpNodelay.Value);
        if (conf.ProxyProtocol.Value != ProxyProtocolVersion.None)
        {
            headerLength = WriteHeader(upstream.Output.GetSpan(ProxyProtocolWriter.MaxLength), isDatagram: false);
            upstream.Output.Advance(headerLength);
        }

        Session.LogAction = Proxying;
        var run = relay.RunAsync(client, upstream, conf.RelayOptions);
        // The header went with what the client had sent already, if it had.
        if (upstream.Output.UnflushedBytes > 0)
            upstream.Output.StartFlush();
        return run;
    }

    private RelayRate RateOf(ComplexSize rate) => new(rate.Evaluate(Session), startSeconds);

    private int WriteHeader(Span<byte> into, bool isDatagram) => conf.ProxyProtocol.Value == ProxyProtocolVersion.Text
        ? ProxyProtocolWriter.WriteText(into, Session.Remote, Session.LocalAddress)
        : ProxyProtocolWriter.WriteBinary(into, Session.Remote, Session.LocalAddress, isDatagram);

    private SessionResult OnRelayed(Connection client, RelayEnd end)
    {
        switch (end)
        {
            case RelayEnd.ClientDone:
                OnDone("client", LogLevel.Info, client.BrokenBy);
                break;
            case RelayEnd.UpstreamDone:
                OnDone("upstream", LogLevel.Error, upstream!.BrokenBy);
                break;
            case RelayEnd.ClientFailed:
                OnUnwritable("client", LogLevel.Info, client.BrokenBy);
                break;
            case RelayEnd.UpstreamFailed:
                OnUnwritable("upstream", LogLevel.Error, upstream!.BrokenBy);
                break;
            case RelayEnd.TimedOut:
                Session.Log.Write(LogLevel.Info, Session, $"connection timed out", Errno.ETIMEDOUT);
                break;
        }

        upstream!.Close();
        EndRelay(PeerOutcome.Judged);
        return SessionStatus.Ok;
    }

    private void OnDone(string side, LogLevel level, int errno)
    {
        if (errno != 0)
        {
            Session.LogAction = $"proxying and reading from {side}";
            Session.Log.Write(level, Session, $"recv() failed", errno);
        }

        Session.Log.Write(LogLevel.Info, $"*{Session.Number} {side} disconnected, {CountsText()}");
    }

    private void OnUnwritable(string side, LogLevel level, int errno)
    {
        Session.LogAction = $"proxying and sending to {side}";
        Session.Log.Write(level, Session, $"writev() failed", errno);
    }

    private string CountsText() => string.Create(
        CultureInfo.InvariantCulture,
        $"bytes from/to client:{FromClient}/{ToClient}, bytes from/to upstream:{FromUpstream}/{ToUpstream}");

    /// <summary>The session and the attempt get what was counted.</summary>
    private void EndRelay(PeerOutcome outcome)
    {
        (Session.BytesReceived, Session.BytesSent) = (FromClient, ToClient);
        (attempt!.BytesReceived, attempt.BytesSent) = (FromUpstream, ToUpstream);
        ClearRelay();
        EndAttempt(outcome);
    }

    private void ClearRelay()
    {
        relay?.Clear();
        datagramRelay?.Clear();
        upstream = null;
        upstreamSocket = null;
        headerLength = 0;
    }
}
