using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Cgi;

/// <summary>
/// The variables of a request to a CGI-like upstream (RFC 3875): those that are set, then the client's fields as HTTP_… unless a set one
/// takes their place. Empty values are passed like others.
/// </summary>
internal sealed class CgiParams
{
    private static readonly ByteString HttpHost = ByteString.Copy("HTTP_HOST"u8);
    private static readonly ByteString ModifiedSince = ByteString.Copy("HTTP_IF_MODIFIED_SINCE"u8);
    private static readonly ByteString NoneMatch = ByteString.Copy("HTTP_IF_NONE_MATCH"u8);

    private static readonly KnownField[] NotPassedForCache =
    [
        KnownField.IfModifiedSince, KnownField.IfUnmodifiedSince, KnownField.IfNoneMatch, KnownField.IfMatch, KnownField.Range, KnownField.IfRange,
    ];

    private readonly CgiParam[] set;

    public CgiParams(IReadOnlyList<CgiParam> own) => set = [.. own];

    /// <summary>Takes each variable: name and value.</summary>
    public delegate void Sink(HeadBuffer target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    public void Write(UpstreamRequest upstream, HeadBuffer target, Sink sink)
    {
        var request = upstream.Request;
        foreach (var param in set)
        {
            var value = param.Value.Evaluate(request);
            if (!value.IsEmpty || !param.OnlyIfNotEmpty)
                sink(target, param.Name.Span, value.Span);
        }

        // The host that the server was chosen by: whatever the Host field looked like.
        if (!Sets(HttpHost.Span))
            WriteHost(request, target, sink);
        if (upstream.IsCacheable)
            WriteConditions(request, target, sink);
        if (upstream.Conf.PassRequestHeaders.Value)
            WriteFields(upstream, target, sink);
    }

    private static void WriteHost(HttpRequest request, HeadBuffer target, Sink sink)
    {
        var host = request.Host;
        if (request.HostPort > 0)
            host = request.Arena.Concat(request.Arena.Concat(host.Span, ":"u8).Span, request.Arena.Format(request.HostPort).Span);
        sink(target, HttpHost.Span, host.Span);
    }

    private void WriteConditions(HttpRequest request, HeadBuffer target, Sink sink)
    {
        if (UpstreamHistory.Slot.Of(request) is not { } history)
            return;
        if (!history.CacheLastModified.IsEmpty && !Sets(ModifiedSince.Span))
            sink(target, ModifiedSince.Span, history.CacheLastModified.Span);
        if (!history.CacheETag.IsEmpty && !Sets(NoneMatch.Span))
            sink(target, NoneMatch.Span, history.CacheETag.Span);
    }

    private void WriteFields(UpstreamRequest upstream, HeadBuffer target, Sink sink)
    {
        var fields = upstream.Request.Headers;
        for (var i = 0; i < fields.Count; i++)
        {
            var field = fields[i];
            if (field.Known == KnownField.Host || (upstream.IsCacheable && Array.IndexOf(NotPassedForCache, field.Known) >= 0))
                continue;
            // A field of several lines is one variable, at the place of the first.
            if (fields.IndexOf(field.Name.Span) != i)
                continue;
            var name = NameOf(upstream.Request.Arena, field.Name);
            if (!Sets(name.Span))
                sink(target, name.Span, fields.Join(field.Name.Span, field.Known == KnownField.Cookie ? "; "u8 : ", "u8, upstream.Request.Arena).Span);
        }
    }

    /// <summary>"X-Forwarded-For" is HTTP_X_FORWARDED_FOR.</summary>
    private static ByteString NameOf(ByteArena arena, ByteString field)
    {
        var name = arena.Allocate(field.Length + 5, out var bytes);
        "HTTP_"u8.CopyTo(bytes);
        System.Text.Ascii.ToUpper(field.Span, bytes[5..], out _);
        bytes[5..].Replace((byte)'-', (byte)'_');
        return name;
    }

    private bool Sets(ReadOnlySpan<byte> name)
    {
        foreach (var param in set)
        {
            if (param.Name.Span.SequenceEqual(name))
                return true;
        }

        return false;
    }
}
