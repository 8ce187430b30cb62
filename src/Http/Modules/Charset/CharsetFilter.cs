using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Charset;

internal static class CharsetFilter
{
    /// <summary>How much is converted at a time.</summary>
    private const int PieceSize = 8 * 1024;

    public static ValueTask<HandlerResult> FilterHeader(HttpRequest request, NextHeaderFilter next)
    {
        CharsetState.Slot.Set(request, null);
        var response = request.Response;
        var conf = CharsetConf.Slot.Of(request);
        if (!response.OverrideCharset.IsEmpty && !response.ContentType.IsEmpty && !request.IsSubrequest)
            return ConvertTo(request, response.OverrideCharset, next);
        if (!conf.Types.Value.Match(response.ContentType))
            return next.Invoke(request);
        var present = PresentCharset(response);
        var wanted = request.IsSubrequest ? request.Main.Response.Charset : conf.Charset.Value?.Evaluate(request) ?? default;
        if (wanted.IsEmpty || (!present.IsEmpty && !conf.Override.Value && !request.IsSubrequest))
            return next.Invoke(request);
        return ConvertTo(request, wanted, next);
    }

    private static ValueTask<HandlerResult> ConvertTo(HttpRequest request, ByteString wanted, NextHeaderFilter next)
    {
        var response = request.Response;
        var present = PresentCharset(response);
        var source = present.IsEmpty ? CharsetConf.Slot.Of(request).Source.Value?.Evaluate(request) ?? default : present;
        if (!source.IsEmpty && !source.EqualsIgnoreCase(wanted.Span) && !TryPrepare(request, source, wanted))
            return next.Invoke(request);
        // Old browsers would take the charset of a redirect for that of the page it leads to.
        if (response.Status is 301 or 302)
            response.Charset = default;
        else
            Name(response, wanted);
        return next.Invoke(request);
    }

    public static ValueTask<HandlerResult> FilterBody(HttpRequest request, OutputBuffer buffer, NextBodyFilter next)
    {
        if (request.IsHeaderOnly || buffer.Length == 0 || CharsetState.Slot.Of(request) is not { } state)
            return next.Invoke(request, buffer);
        return buffer.IsFile ? FileContent.Feed(request, buffer, FilterBody, next) : Convert(request, state, buffer, next);
    }

    /// <summary>What the response itself says, as a parameter of its type or apart.</summary>
    private static ByteString PresentCharset(ResponseHeaders response)
    {
        if (!response.Charset.IsEmpty)
            return response.Charset;
        var at = response.ContentType.Span.IndexOf("charset="u8);
        return at < 0 ? default : response.ContentType.Slice(at + "charset=".Length);
    }

    private static void Name(ResponseHeaders response, ByteString charset)
    {
        var parameters = response.ContentType.Span.IndexOf((byte)';');
        if (parameters >= 0)
            response.ContentType = response.ContentType.Slice(0, parameters);
        response.Charset = charset;
    }

    private static bool TryPrepare(HttpRequest request, ByteString source, ByteString wanted)
    {
        // What is compressed can't be converted.
        if (!request.Response.Fields.ValueOf(KnownField.ContentEncoding).IsEmpty)
            return false;
        if (CharsetMaps.Slot.Of(request.Configuration).Find(source, wanted) is not { } recoding)
        {
            request.Log.Write(LogLevel.Error, request, $"no \"charset_map\" between the charsets \"{source}\" and \"{wanted}\"");
            return false;
        }

        if (!recoding.KeepsLength)
        {
            request.Response.ClearContentLength();
            request.Response.ClearAcceptRanges();
        }

        var state = CharsetState.Rent(request);
        state.Recoding = recoding;
        CharsetState.Slot.Set(request, state);
        return true;
    }

    private static async ValueTask<HandlerResult> Convert(HttpRequest request, CharsetState state, OutputBuffer buffer, NextBodyFilter next)
    {
        var recoding = state.Recoding!;
        var segments = request.Loop.Segments;
        // What was kept of a character before may add one more.
        var converted = segments.Rent((Math.Min(buffer.Memory.Length, PieceSize) + 1) * recoding.Growth);
        try
        {
            for (var rest = buffer.Memory; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, PieceSize)];
                rest = rest[piece.Length..];
                var length = recoding.Recode(piece.Span, converted, state);
                var output = buffer.Piece(converted.AsMemory(0, length), isEnd: rest.IsEmpty);
                var result = await next.Invoke(request, output);
                if (result != HandlerResult.Ok)
                    return result;
            }

            return HandlerResult.Ok;
        }
        finally
        {
            segments.Return(converted);
        }
    }
}
