using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary>What the proxy module knows of one request.</summary>
internal sealed class ProxyState : ReusedState<ProxyState>
{
    public static readonly RequestSlot<ProxyState> Slot = new();

    public ProxyState() => Protocol = new Http1Upstream(this);

    public Http1Upstream Protocol { get; }

    public ProxyConf Conf { get; private set; } = null!;

    public ProxyTarget Target => Conf.Target!;

    /// <summary>$proxy_host</summary>
    public ByteString HostField { get; private set; }

    /// <summary>$proxy_port</summary>
    public ByteString PortText { get; private set; }

    /// <summary>What the URL says behind host and port.</summary>
    public ByteString Uri { get; private set; }

    /// <summary>The length of the body that is passed on; -1 when there is none or it is not known.</summary>
    public long BodyLength { get; set; } = -1;

    /// <summary>The body is passed on in chunks.</summary>
    public bool IsBodyChunked { get; set; }

    public static ProxyState Begin(HttpRequest request, ProxyConf conf)
    {
        var state = Rent(request);
        state.Conf = conf;
        Slot.Set(request, state);
        return state;
    }

    public void SetTarget(ProxyTarget target)
    {
        HostField = target.HostField;
        PortText = target.PortText;
        Uri = target.Uri;
    }

    public void SetTarget(in ProxyUrl url)
    {
        HostField = url.HostField;
        PortText = url.PortText;
        Uri = ByteString.From(url.Uri);
    }

    protected override void Clear()
    {
        Conf = null!;
        HostField = PortText = Uri = default;
        BodyLength = -1;
        IsBodyChunked = false;
        Protocol.Clear();
    }
}
