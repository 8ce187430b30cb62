using Engine.Core.Buffers;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Proxy;

/// <summary>Writes the request line and the fields of a request to an HTTP/1 upstream.</summary>
internal static class RequestHead
{
    private static readonly ByteString Get = ByteString.Copy("GET"u8);

    public static void Write(UpstreamRequest upstream, ProxyState state)
    {
        var request = upstream.Request;
        var (head, conf) = (upstream.Head, state.Conf);
        head.Append(MethodOf(upstream, conf));
        head.Append(" "u8);
        head.Append(upstream.Uri);
        head.Append(conf.Version.Value == ProxyVersion.Http11 ? " HTTP/1.1\r\n"u8 : " HTTP/1.0\r\n"u8);
        var fields = upstream.IsCacheable ? conf.CacheFields : conf.Fields;
        if (!fields.SetsHost)
            head.AppendField("Host"u8, state.HostField.Span);
        if (state.IsBodyChunked && !fields.SetsTransferEncoding)
            head.Append("Transfer-Encoding: chunked\r\n"u8);
        else if (state.BodyLength >= 0 && !fields.SetsContentLength)
        {
            head.Append("Content-Length: "u8);
            head.Append(state.BodyLength);
            head.Append("\r\n"u8);
        }

        foreach (var field in fields.Set)
        {
            var value = FieldValue.Safe(request.Arena, field.Value.Evaluate(request));
            if (!value.IsEmpty)
                head.AppendField(field.Name.Span, value.Span);
        }

        AppendConditions(upstream, fields);
        if (conf.Upstream.PassRequestHeaders.Value)
        {
            foreach (var field in request.Headers.Span)
            {
                if (fields.Passes(field))
                    head.AppendField(field.Name.Span, field.Value.Span);
            }
        }

        head.Append("\r\n"u8);
    }

    /// <summary>An expired response of a cache is asked for only if it has changed.</summary>
    private static void AppendConditions(UpstreamRequest upstream, ProxyFields fields)
    {
        if (UpstreamHistory.Slot.Of(upstream.Request) is not { } history)
            return;
        if (fields.AsksOnDate && !history.CacheLastModified.IsEmpty)
            upstream.Head.AppendField("If-Modified-Since"u8, history.CacheLastModified.Span);
        if (fields.AsksOnTag && !history.CacheETag.IsEmpty)
            upstream.Head.AppendField("If-None-Match"u8, history.CacheETag.Span);
    }

    /// <summary>The method that the upstream is asked with.</summary>
    public static ByteString MethodOf(UpstreamRequest upstream, ProxyConf conf)
    {
        var request = upstream.Request;
        if (upstream.AsksWithGet)
            return Get;
        if (conf.Method.Value is not { } value)
            return request.MethodName;
        var method = value.Evaluate(request);
        return method.IsEmpty || method.Span.ContainsAny(" \r\n\0"u8) ? request.MethodName : method;
    }
}
