using Engine.Core.Log;
using Engine.Core.Net.Datagrams;
using Engine.Core.Net.ProxyProtocol;
using Engine.Interop.Libc;
using Engine.Stream.Phases;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>Datagrams both ways, with nginx's words about how that ends.</summary>
internal sealed partial class ProxySession : IDatagramRelayOwner
{
    private DatagramRelay? datagramRelay;

    void IDatagramRelayOwner.WriteHeader(Span<byte> header) => WriteHeader(header, isDatagram: true);

    void IDatagramRelayOwner.OnFirstResponse() => OnFirstByte();

    void IDatagramRelayOwner.OnReceiveFailed(int errno)
    {
        Session.LogAction = "proxying and reading from upstream";
        Session.Log.Write(LogLevel.Error, Session, $"recv() failed", errno);
        Session.LogAction = Proxying;
    }

    void IDatagramRelayOwner.OnSendFailed(bool toUpstream, int errno)
    {
        Session.LogAction = toUpstream ? "proxying and sending to upstream" : "proxying and sending to client";
        Session.Log.Write(toUpstream ? LogLevel.Error : LogLevel.Info, Session, $"sendmsg() failed", errno);
    }

    private ValueTask<DatagramRelayEnd> StartRelay(DatagramClient client)
    {
        datagramRelay ??= new DatagramRelay(Session.Loop, this);
        datagramRelay.Upload.Rate = RateOf(conf.UploadRate.Value);
        datagramRelay.Download.Rate = RateOf(conf.DownloadRate.Value);
        Session.LogAction = Proxying;
        var options = new DatagramRelayOptions(conf.TimeoutMs.Value, conf.Requests.Value, conf.Responses.Value, HeaderLength());
        return datagramRelay.RunAsync(client, upstreamSocket!, options);
    }

    private SessionResult OnRelayed(DatagramRelayEnd end)
    {
        upstreamSocket!.Close();
        var failed = datagramRelay!.HasUpstreamFailed;
        switch (end)
        {
            case DatagramRelayEnd.Done:
                WriteEnd("done");
                break;
            case DatagramRelayEnd.TimedOut:
                WriteEnd("timed out");
                break;
            case DatagramRelayEnd.Unanswered:
                Session.Log.Write(LogLevel.Error, Session, $"upstream timed out", Errno.ETIMEDOUT);
                failed = true;
                break;
        }

        EndRelay(failed ? PeerOutcome.Failed : PeerOutcome.Judged);
        return end == DatagramRelayEnd.Unanswered ? SessionStatus.BadGateway : SessionStatus.Ok;
    }

    private int HeaderLength()
    {
        if (conf.ProxyProtocol.Value == ProxyProtocolVersion.None)
            return 0;
        Span<byte> header = stackalloc byte[ProxyProtocolWriter.MaxLength];
        return WriteHeader(header, isDatagram: true);
    }

    private void WriteEnd(string how) => Session.Log.Write(
        LogLevel.Info,
        $"*{Session.Number} udp {how}, packets from/to client:{datagramRelay!.Upload.Count}/{datagramRelay.Download.Count}, {CountsText()}");
}
