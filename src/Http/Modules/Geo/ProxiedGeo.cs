using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Core.Scripting.Geo;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Geo;

/// <summary>The lines of a geo block in http, where trusted proxies say whom they speak for.</summary>
internal sealed class ProxiedGeoLines(DirectiveUse use) : GeoLines(use)
{
    private readonly AddressTableBuilder<bool> proxies = new();
    private bool hasProxies;

    public bool IsRecursive { get; private set; }

    /// <summary>Null when no proxy is trusted.</summary>
    public AddressSet? BuildProxies() => hasProxies ? new AddressSet(proxies.Build(), includesUnix: false) : null;

    protected override bool TryReadOption(IReadOnlyList<ConfWord> words)
    {
        switch (words)
        {
            case [{ Text: "proxy_recursive" }]:
                IsRecursive = true;
                return true;
            case [{ Text: "proxy" }, var network]:
                hasProxies = true;
                proxies.Add(ReadCidr(network.Text).Range, true, 0);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>A geo variable of a request, whose client may be behind proxies.</summary>
internal sealed class ProxiedGeo(VariableSlot? source, ProxiedGeoLines lines) : GeoVariable(source, lines)
{
    private readonly AddressSet? proxies = lines.BuildProxies();
    private readonly bool recursive = lines.IsRecursive;

    protected override NumericAddress ClientBehind(ScriptContext context, NumericAddress peer)
    {
        if (proxies is null || !proxies.Contains(peer))
            return peer;
        var headers = Reinterpret.As<HttpRequest>(context).Headers;
        return ForwardedAddress.TryFind(headers, "X-Forwarded-For"u8, proxies, recursive, out var client, out _) ? client : peer;
    }
}
