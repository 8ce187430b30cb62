using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Net.Relay;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>The header that tells an upstream of the client (<c>proxy_protocol</c>).</summary>
internal enum ProxyProtocolVersion
{
    None,
    Text,
    Binary,
}

internal sealed class ProxyConf : IConf<ProxyConf>
{
    public static readonly StreamServerSlot<ProxyConf> Slot = new();

    /// <summary>Of <see cref="Responses"/>: the session goes on until nothing comes any more.</summary>
    public const long Unlimited = int.MaxValue;

    public Setting<UpstreamBind> Bind;
    public Setting<bool> SocketKeepalive;
    public Setting<long> SocketReceiveBuffer;
    public Setting<long> SocketSendBuffer;
    public Setting<long> ConnectTimeoutMs;
    public Setting<long> TimeoutMs;

    /// <summary>0 when the configuration says nothing: as much as suits the connections, which is more than nginx's 16k for busy ones.</summary>
    public Setting<long> BufferSize;
    public Setting<ComplexSize> UploadRate;
    public Setting<ComplexSize> DownloadRate;
    public Setting<long> Requests;
    public Setting<long> Responses;
    public Setting<bool> NextUpstream;
    public Setting<long> NextUpstreamTries;
    public Setting<long> NextUpstreamTimeoutMs;
    public Setting<ProxyProtocolVersion> ProxyProtocol;
    public Setting<bool> HalfClose;

    /// <summary>Null of a server that does something else with its sessions.</summary>
    public ProxyTarget? Target { get; set; }

    public ConnectOptions ConnectOptions { get; private set; } = ConnectOptions.Default;

    public RelayOptions RelayOptions { get; private set; }

    public void MergeFrom(ProxyConf? outer, StreamConfiguration configuration)
    {
        MergeConnection(outer);
        TimeoutMs.MergeFrom(outer?.TimeoutMs ?? default, 600_000);
        BufferSize.MergeFrom(outer?.BufferSize ?? default, 0);
        UploadRate.MergeFrom(outer?.UploadRate ?? default, ComplexSize.Zero);
        DownloadRate.MergeFrom(outer?.DownloadRate ?? default, ComplexSize.Zero);
        Requests.MergeFrom(outer?.Requests ?? default, 0);
        Responses.MergeFrom(outer?.Responses ?? default, Unlimited);
        NextUpstream.MergeFrom(outer?.NextUpstream ?? default, true);
        NextUpstreamTries.MergeFrom(outer?.NextUpstreamTries ?? default, 0);
        NextUpstreamTimeoutMs.MergeFrom(outer?.NextUpstreamTimeoutMs ?? default, 0);
        ProxyProtocol.MergeFrom(outer?.ProxyProtocol ?? default, ProxyProtocolVersion.None);
        HalfClose.MergeFrom(outer?.HalfClose ?? default, false);
        RelayOptions = new RelayOptions { TimeoutMs = TimeoutMs.Value, BufferSize = (int)Math.Min(BufferSize.Value, int.MaxValue), HalfClose = HalfClose.Value };
    }

    private void MergeConnection(ProxyConf? outer)
    {
        Bind.MergeFrom(outer?.Bind ?? default, UpstreamBind.Off);
        SocketKeepalive.MergeFrom(outer?.SocketKeepalive ?? default, false);
        SocketReceiveBuffer.MergeFrom(outer?.SocketReceiveBuffer ?? default, 0);
        SocketSendBuffer.MergeFrom(outer?.SocketSendBuffer ?? default, 0);
        ConnectTimeoutMs.MergeFrom(outer?.ConnectTimeoutMs ?? default, 60_000);
        ConnectOptions = new ConnectOptions
        {
            TimeoutMs = (int)Math.Min(ConnectTimeoutMs.Value, int.MaxValue),
            KeepAlive = SocketKeepalive.Value,
            Local = Bind.Value.Address,
            Transparent = Bind.Value.IsTransparent,
            ReceiveBuffer = SocketReceiveBuffer.Value > 0 ? (int)SocketReceiveBuffer.Value : null,
            SendBuffer = SocketSendBuffer.Value > 0 ? (int)SocketSendBuffer.Value : null,
        };
    }
}
