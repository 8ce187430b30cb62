using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary><c>proxy_set_header name value</c></summary>
internal sealed record ProxySetField(ByteString Name, ComplexValue Value);

/// <summary>
/// The fields of a request to an upstream: those that are set, and which of the client's are left out. The framing fields and those of
/// the connection are never the client's.
/// </summary>
internal sealed class ProxyFields
{
    private static readonly ByteString Host = ByteString.Copy("Host"u8);

    private static readonly KnownField[] NeverPassed =
    [
        KnownField.Host, KnownField.Connection, KnownField.ContentLength, KnownField.TransferEncoding, KnownField.TE, KnownField.KeepAlive,
        KnownField.Expect, KnownField.Upgrade,
    ];

    /// <summary>The upstream answers for all clients when its response is cached.</summary>
    private static readonly KnownField[] NotPassedForCache =
    [
        KnownField.IfModifiedSince, KnownField.IfUnmodifiedSince, KnownField.IfNoneMatch, KnownField.IfMatch, KnownField.Range, KnownField.IfRange,
    ];

    private readonly ProxySetField[] set;
    private readonly FieldNameSet replaced = new();

    public ProxyFields(IReadOnlyList<ProxySetField> fields, bool forCache)
    {
        set = [.. fields];
        foreach (var known in NeverPassed)
            replaced.Add(ByteString.Copy(known.Name()));
        foreach (var known in forCache ? NotPassedForCache : [])
            replaced.Add(ByteString.Copy(known.Name()));
        foreach (var field in fields)
            replaced.Add(field.Name);
        AsksOnDate = forCache && !Sets(ByteString.Copy("If-Modified-Since"u8));
        AsksOnTag = forCache && !Sets(ByteString.Copy("If-None-Match"u8));
        SetsHost = Sets(Host);
        SetsContentLength = Sets(ByteString.Copy("Content-Length"u8));
        SetsTransferEncoding = Sets(ByteString.Copy("Transfer-Encoding"u8));
    }

    public ReadOnlySpan<ProxySetField> Set => set;

    public bool SetsHost { get; }

    public bool SetsContentLength { get; }

    public bool SetsTransferEncoding { get; }

    /// <summary>If-Modified-Since asks whether an expired response still holds (<c>$upstream_cache_last_modified</c>).</summary>
    public bool AsksOnDate { get; }

    /// <summary>If-None-Match does (<c>$upstream_cache_etag</c>).</summary>
    public bool AsksOnTag { get; }

    /// <summary>The client's field goes on as it is.</summary>
    public bool Passes(in HeaderField field) => !replaced.Contains(field);

    private bool Sets(ByteString name) => Array.Exists(set, field => field.Name.EqualsIgnoreCase(name.Span));
}
