using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Geo;

/// <summary>A geo variable at run time.</summary>
internal sealed class Geo(VariableSlot? source, GeoLines lines)
{
    private readonly AddressTable<ByteString> table = lines.BuildTable();
    private readonly AddressSet? proxies = lines.BuildProxies();
    private readonly bool recursive = lines.IsRecursive;
    private readonly VariableValue otherwise = VariableValue.Of(lines.Default);

    public VariableValue Find(HttpRequest request) =>
        table.TryFind(AddressOf(request), out var value) ? VariableValue.Of(value) : otherwise;

    private NumericAddress AddressOf(HttpRequest request)
    {
        var isAddress = source is null
            ? request.Connection.Remote.TryGetNumber(out var peer)
            : NumericAddress.TryParse(request.Get(source).Bytes.Span, out peer);
        if (!isAddress)
            return NumericAddress.None;
        return proxies is not null && proxies.Contains(peer) && ForwardedAddress.TryFind(request.Headers, "X-Forwarded-For"u8, proxies, recursive, out var client, out _)
            ? client
            : peer;
    }
}
