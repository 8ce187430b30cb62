using Engine.Core.Net.ProxyProtocol;

namespace Engine.Http.Connections;

/// <summary>What comes first on an address with <c>proxy_protocol</c>: the proxy's word of whose connection this is.</summary>
internal sealed partial class Http1Connection
{
    /// <summary>False when the connection ends here. All of the header has to come within <c>client_header_timeout</c>.</summary>
    private async ValueTask<bool> ReadProxyProtocol()
    {
        ProxyProtocol = await ProxyProtocolReader.ReadAsync(Transport, Deadline, headDeadlineMs - NowMs, LogOf(Address.DefaultServer), this);
        return ProxyProtocol is not null;
    }
}
