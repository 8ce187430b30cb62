using System.Buffers;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary>The URI that an upstream is asked for.</summary>
internal static class RequestUri
{
    /// <summary>What would end the request line, or be taken for a part of it.</summary>
    private static readonly SearchValues<byte> LineBreaking = SearchValues.Create([.. Enumerable.Range(0, 0x21).Select(static value => (byte)value), 0x7F]);

    /// <summary>
    /// With a URI in <c>proxy_pass</c> that takes the place of the location's prefix; without one the URI goes on as the client sent it,
    /// or, when it was changed since, as it is now. Empty (and logged) when there is nothing to ask for.
    /// </summary>
    public static ByteString Make(HttpRequest request, ProxyState state)
    {
        var arena = request.Arena;
        if (state.Target.Variable is not null && !state.Uri.IsEmpty)
            return Safe(arena, state.Uri.Span[0] == '/' ? state.Uri : arena.Concat("/"u8, state.Uri.Span));
        if (state.Uri.IsEmpty && request.IsUriOriginal)
            return Safe(arena, OriginForm(request.RequestUri));
        // A file that try_files found may have a shorter URI than the location: nothing is left behind its prefix.
        var prefixLength = request.IsUriReplaced || state.Uri.IsEmpty ? 0 : Math.Min(state.Target.LocationName.Length, request.Uri.Length);
        var rest = request.Uri.Slice(prefixLength);
        if (request.IsUriEncoded || request.IsInternal)
            rest = arena.Escape(rest, EscapeKind.Uri);
        var uri = state.Uri.IsEmpty || request.IsUriReplaced ? rest : arena.Concat(state.Uri.Span, rest.Span);
        if (uri.IsEmpty)
        {
            request.Log.Write(LogLevel.Error, request, $"zero length URI to proxy");
            return default;
        }

        if (!request.Arguments.IsEmpty)
            uri = arena.Concat(arena.Concat(uri.Span, "?"u8).Span, request.Arguments.Span);
        if (uri.Span[0] == '?')
            uri = arena.Concat("/"u8, uri.Span);
        return Safe(arena, uri);
    }

    /// <summary>An absolute target (RFC 9112, 3.2.2) was for this server: the upstream gets the path.</summary>
    private static ByteString OriginForm(ByteString target)
    {
        if (target.Span is [(byte)'/', ..] or [(byte)'*'])
            return target;
        var scheme = target.Span.IndexOf("://"u8);
        if (scheme < 0)
            return target;
        var path = target.Span[(scheme + 3)..].IndexOfAny((byte)'/', (byte)'?');
        return path < 0 ? ByteStrings.Slash : target.Slice(scheme + 3 + path);
    }

    /// <summary>Variables may hold decoded bytes: those that would split the request are escaped.</summary>
    private static ByteString Safe(ByteArena arena, ByteString uri)
    {
        if (!uri.Span.ContainsAny(LineBreaking))
            return uri;
        var escaped = arena.Allocate(uri.Length * UriEscape.MaxExpansion, out var bytes);
        var written = 0;
        foreach (var value in uri.Span)
        {
            if (!LineBreaking.Contains(value))
            {
                bytes[written++] = value;
                continue;
            }

            bytes[written++] = (byte)'%';
            bytes[written++] = "0123456789ABCDEF"u8[value >> 4];
            bytes[written++] = "0123456789ABCDEF"u8[value & 0xF];
        }

        return escaped.Slice(0, written);
    }
}
