using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Upstream;

namespace Engine.Stream.Modules.Proxy;

/// <summary>ngx_stream_proxy_module: sessions go on to an upstream, over TCP, UDP or unix-domain sockets.</summary>
public sealed class ProxyModule : StreamModule
{
    private const ConfContext Any = ConfContext.Stream | ConfContext.StreamServer;

    private const string TlsNames = "proxy_ssl proxy_ssl_session_reuse proxy_ssl_protocols proxy_ssl_ciphers proxy_ssl_name proxy_ssl_server_name "
        + "proxy_ssl_alpn proxy_ssl_verify proxy_ssl_verify_depth proxy_ssl_trusted_certificate proxy_ssl_crl proxy_ssl_certificate "
        + "proxy_ssl_certificate_key proxy_ssl_certificate_cache proxy_ssl_password_file proxy_ssl_conf_command";

    private static readonly (string, ProxyProtocolVersion)[] Versions =
        [("off", ProxyProtocolVersion.None), ("on", ProxyProtocolVersion.Text), ("v2", ProxyProtocolVersion.Binary)];

    public override string Name => "proxy";

    public override void Register(StreamModuleTable table)
    {
        var slot = ProxyConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("proxy_pass", ConfContext.StreamServer, 1, 1, slot, ProxyTarget.Apply));
        RegisterConnection(table, slot);
        RegisterBytes(table, slot);
        table.Add(Take.Flag("proxy_next_upstream", Any, slot, static c => ref c.NextUpstream, "on"));
        table.Add(Take.Number("proxy_next_upstream_tries", Any, slot, static c => ref c.NextUpstreamTries, "0"));
        table.Add(Take.Milliseconds("proxy_next_upstream_timeout", Any, slot, static c => ref c.NextUpstreamTimeoutMs, "0"));
        foreach (var name in TlsNames.Split(' '))
            table.Add(Take.Unsupported(name, Any, "stream speaks no TLS to upstreams"));
    }

    private static void RegisterConnection(StreamModuleTable table, StreamServerSlot<ProxyConf> slot)
    {
        table.Add(Take.Custom("proxy_bind", Any, 1, 2, slot, static (use, conf) => UpstreamBind.Set(use, ref conf.Bind)));
        table.Add(Take.Flag("proxy_socket_keepalive", Any, slot, static c => ref c.SocketKeepalive, "off"));
        table.Add(Take.Size("proxy_socket_rcvbuf", Any, slot, static c => ref c.SocketReceiveBuffer));
        table.Add(Take.Size("proxy_socket_sndbuf", Any, slot, static c => ref c.SocketSendBuffer));
        table.Add(Take.Milliseconds("proxy_connect_timeout", Any, slot, static c => ref c.ConnectTimeoutMs, "60s"));
        table.Add(Take.Enum("proxy_protocol", Any, slot, static c => ref c.ProxyProtocol, Versions, "off"));
    }

    private static void RegisterBytes(StreamModuleTable table, StreamServerSlot<ProxyConf> slot)
    {
        table.Add(Take.Milliseconds("proxy_timeout", Any, slot, static c => ref c.TimeoutMs, "10m"));
        table.Add(Take.Size("proxy_buffer_size", Any, slot, static c => ref c.BufferSize, "16k", "from a busy sender up to 64k are read at once unless the directive is there; datagrams are passed on whole"));
        foreach (var name in new[] { "proxy_downstream_buffer", "proxy_upstream_buffer" })
            table.Add(Take.Size(name, Any, slot, static c => ref c.BufferSize, note: "an old name of proxy_buffer_size"));
        table.Add(Take.One("proxy_upload_rate", Any, slot, static c => ref c.UploadRate, "0", "", ComplexSize.Read));
        table.Add(Take.One("proxy_download_rate", Any, slot, static c => ref c.DownloadRate, "0", "", ComplexSize.Read));
        table.Add(Take.Number("proxy_requests", Any, slot, static c => ref c.Requests, "0"));
        table.Add(Take.Number("proxy_responses", Any, slot, static c => ref c.Responses));
        table.Add(Take.Flag("proxy_half_close", Any, slot, static c => ref c.HalfClose, "off"));
    }
}
