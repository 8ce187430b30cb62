using Engine.Core.Buffers;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Proxy;

/// <summary>Writes the request line and the fields of a request to an HTTP/1 upstream.</summary>
internal static class RequestHead
{
    /// <param name="bodyLength">-1 when there is no body, or none whose length is known.</param>
    public static void Write(UpstreamRequest upstream, ProxyState state, long bodyLength, bool isChunked)
    {
        var request = upstream.Request;
        var (head, conf) = (upstream.Head, state.Conf);
        head.Append(MethodOf(request, conf));
        head.Append(" "u8);
        head.Append(upstream.Uri);
        head.Append(conf.Version.Value == ProxyVersion.Http11 ? " HTTP/1.1\r\n"u8 : " HTTP/1.0\r\n"u8);
        var fields = conf.Fields;
        if (!fields.SetsHost)
            head.AppendField("Host"u8, state.HostField.Span);
        if (isChunked && !fields.SetsTransferEncoding)
            head.Append("Transfer-Encoding: chunked\r\n"u8);
        else if (bodyLength >= 0 && !fields.SetsContentLength)
        {
            head.Append("Content-Length: "u8);
            head.Append(bodyLength);
            head.Append("\r\n"u8);
        }

        foreach (var field in fields.Set)
        {
            var value = FieldValue.Safe(request.Arena, field.Value.Evaluate(request));
            if (!value.IsEmpty)
                head.AppendField(field.Name.Span, value.Span);
        }

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

    private static ByteString MethodOf(HttpRequest request, ProxyConf conf)
    {
        if (conf.Method.Value is not { } value)
            return request.MethodName;
        var method = value.Evaluate(request);
        return method.IsEmpty || method.Span.ContainsAny(" \r\n\0"u8) ? request.MethodName : method;
    }
}
