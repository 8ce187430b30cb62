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

    /// <summary>Room for what a request line and framing fields have besides method, URI and host.</summary>
    private const int FixedRoom = 128;

    public static void Write(UpstreamRequest upstream, ProxyState state)
    {
        var conf = state.Conf;
        var fields = upstream.IsCacheable ? conf.CacheFields : conf.Fields;
        WriteBeginning(upstream, state, fields);
        WriteSet(upstream, fields);
        WriteConditions(upstream, fields);
        if (conf.Upstream.PassRequestHeaders.Value)
            WritePassed(upstream, fields);
        upstream.Head.Append("\r\n"u8);
    }

    /// <summary>The request line, Host and what frames the body.</summary>
    private static void WriteBeginning(UpstreamRequest upstream, ProxyState state, ProxyFields fields)
    {
        var method = MethodOf(upstream, state.Conf);
        var writer = new SpanWriter(upstream.Head.GetSpan(method.Length + upstream.Uri.Length + state.HostField.Length + FixedRoom));
        writer.Write(method.Span);
        writer.Write((byte)' ');
        writer.Write(upstream.Uri.Span);
        writer.Write(state.Conf.Version.Value == ProxyVersion.Http11 ? " HTTP/1.1\r\n"u8 : " HTTP/1.0\r\n"u8);
        if (!fields.SetsHost)
            writer.WriteField("Host"u8, state.HostField.Span);
        if (state.IsBodyChunked && !fields.SetsTransferEncoding)
            writer.Write("Transfer-Encoding: chunked\r\n"u8);
        else if (state.BodyLength >= 0 && !fields.SetsContentLength)
        {
            writer.Write("Content-Length: "u8);
            writer.Write(state.BodyLength);
            writer.Write("\r\n"u8);
        }

        upstream.Head.Advance(writer.Written);
    }

    private static void WriteSet(UpstreamRequest upstream, ProxyFields fields)
    {
        var request = upstream.Request;
        foreach (var field in fields.Set)
        {
            var value = FieldValue.Safe(request.Arena, field.Value.Evaluate(request));
            if (!value.IsEmpty)
                upstream.Head.AppendField(field.Name.Span, value.Span);
        }
    }

    /// <summary>The client's own fields.</summary>
    private static void WritePassed(UpstreamRequest upstream, ProxyFields fields)
    {
        foreach (ref readonly var field in upstream.Request.Headers.Span)
        {
            if (fields.Passes(field))
                upstream.Head.AppendField(field.Name.Span, field.Value.Span);
        }
    }

    /// <summary>An expired response of a cache is asked for only if it has changed.</summary>
    private static void WriteConditions(UpstreamRequest upstream, ProxyFields fields)
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
