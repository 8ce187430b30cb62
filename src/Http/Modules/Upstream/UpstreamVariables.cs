using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>
/// <c>$upstream_…</c>. Values of several attempts are separated by ", ", those of several upstreams (internal redirects) by " : ".
/// </summary>
internal static class UpstreamVariables
{
    public static void Register(HttpModuleTable table)
    {
        table.UncachedVariable("upstream_addr", static r => Join(r, static (attempt, _) => attempt.Peer));
        table.UncachedVariable("upstream_status", static r => Join(r, static (attempt, arena) => attempt.Status > 0 ? arena.Format(attempt.Status) : Dash));
        table.UncachedVariable("upstream_connect_time", static r => Join(r, static (attempt, arena) => PeerAttempt.Time(attempt.ConnectMs, arena)));
        table.UncachedVariable("upstream_header_time", static r => Join(r, static (attempt, arena) => PeerAttempt.Time(attempt.HeaderMs, arena)));
        table.UncachedVariable("upstream_response_time", static r => Join(r, static (attempt, arena) => PeerAttempt.Time(attempt.ResponseMs, arena)));
        table.UncachedVariable("upstream_response_length", static r => Join(r, static (attempt, arena) => arena.Format(attempt.ResponseLength)));
        table.UncachedVariable("upstream_bytes_received", static r => Join(r, static (attempt, arena) => arena.Format(attempt.BytesReceived)));
        table.UncachedVariable("upstream_bytes_sent", static r => Join(r, static (attempt, arena) => arena.Format(attempt.BytesSent)));
        table.UncachedVariable("upstream_cache_status", static r => OfCache(r, static history => CacheStatusWords.Of(history.CacheStatus)));
        table.UncachedVariable("upstream_cache_last_modified", static r => OfCache(r, static history => history.CacheLastModified));
        table.UncachedVariable("upstream_cache_etag", static r => OfCache(r, static history => history.CacheETag));
        table.VariablePrefix("upstream_http_", static (r, name) => OfField(r, name, static response => response.Fields), cacheable: false);
        table.VariablePrefix("upstream_trailer_", static (r, name) => OfField(r, name, static response => response.Trailers), cacheable: false);
        table.VariablePrefix("upstream_cookie_", Cookie, cacheable: false);
    }

    private static readonly ByteString Dash = ByteString.Copy("-"u8);

    private static VariableValue Join(HttpRequest request, Func<UpstreamAttempt, ByteArena, ByteString> valueOf) =>
        UpstreamHistory.Slot.Of(request)?.Attempts.Join(request.Arena, valueOf) ?? VariableValue.NotFound;

    private static VariableValue OfCache(HttpRequest request, Func<UpstreamHistory, ByteString> valueOf) =>
        UpstreamHistory.Slot.Of(request) is { } history ? VariableValue.OfNonEmpty(valueOf(history)) : VariableValue.NotFound;

    private static VariableValue OfField(HttpRequest request, ByteString name, Func<UpstreamResponse, FieldList> fieldsOf) =>
        UpstreamHistory.Slot.Of(request)?.Response is { } response ? FieldVariables.Find(fieldsOf(response), name, request.Arena) : VariableValue.NotFound;

    /// <summary>The value of the first Set-Cookie of that name.</summary>
    private static VariableValue Cookie(HttpRequest request, ByteString name)
    {
        if (UpstreamHistory.Slot.Of(request)?.Response is not { } response)
            return VariableValue.NotFound;
        foreach (var field in response.Fields.Span)
        {
            if (field.Known != Parsing.KnownField.SetCookie)
                continue;
            var text = field.Value;
            var equals = text.Span.IndexOf((byte)'=');
            if (equals < 0 || !Trim(text.Slice(0, equals)).EqualsIgnoreCase(name.Span))
                continue;
            var value = text.Slice(equals + 1);
            var end = value.Span.IndexOf((byte)';');
            return VariableValue.Of(Trim(end < 0 ? value : value.Slice(0, end)));
        }

        return VariableValue.NotFound;
    }

    private static ByteString Trim(ByteString text)
    {
        while (text.Span is [(byte)' ', ..])
            text = text.Slice(1);
        while (text.Span is [.., (byte)' '])
            text = text.Slice(0, text.Length - 1);
        return text;
    }
}
