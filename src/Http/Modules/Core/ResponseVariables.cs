using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Variables about the response.</summary>
internal static class ResponseVariables
{
    private static readonly ByteString Ok = ByteString.Copy("OK"u8);
    private static readonly ByteString Chunked = ByteString.Copy("chunked"u8);
    private static readonly ByteString KeepAlive = ByteString.Copy("keep-alive"u8);
    private static readonly ByteString Close = ByteString.Copy("close"u8);
    private static readonly ByteString Upgrade = ByteString.Copy("upgrade"u8);

    public static void Register(HttpModuleTable table)
    {
        table.UncachedVariable("status", Status);
        table.Variable("bytes_sent", static r => VariableValue.Of(r.Arena.Format(r.Main.Exchange.BytesSent)));
        table.Variable("body_bytes_sent", static r => VariableValue.Of(r.Arena.Format(Math.Max(0, r.Main.Exchange.BytesSent - r.Main.Exchange.HeadBytesSent))));
        table.Variable("request_completion", static r => r.IsOutputComplete || (r.IsHeaderOnly && r.IsHeaderSent) ? VariableValue.Of(Ok) : VariableValue.Empty);
        table.Variable("sent_http_content_type", static r => VariableValue.OfNonEmpty(ContentType(r)));
        table.Variable("sent_http_content_length", static r => r.Response.ContentLength >= 0 ? VariableValue.Of(r.Arena.Format(r.Response.ContentLength)) : default);
        table.Variable("sent_http_last_modified", LastModified);
        table.Variable("sent_http_connection", static r => VariableValue.Of(r.Response.Status == 101 ? Upgrade : r.KeepAlive ? KeepAlive : Close));
        table.Variable("sent_http_keep_alive", KeepAliveField);
        table.Variable("sent_http_transfer_encoding", static r => r.IsHeaderSent && !r.IsHeaderOnly && r.Response.ContentLength < 0 && r.Version > 1000 ? VariableValue.Of(Chunked) : default);
        table.VariablePrefix("sent_http_", static (r, suffix) => FieldVariables.Find(r.Response.Fields, suffix, r.Arena));
        table.VariablePrefix("sent_trailer_", static (r, suffix) => FieldVariables.Find(r.Response.Trailers, suffix, r.Arena));
    }

    private static VariableValue Status(HttpRequest request)
    {
        var status = request.Status;
        if (status == 0)
            status = request.Version == 9 ? 9 : 0;
        Span<byte> text = stackalloc byte[8];
        status.TryFormat(text, out var length, "D3", System.Globalization.CultureInfo.InvariantCulture);
        return VariableValue.Of(request.Arena.Copy(text[..length]));
    }

    private static ByteString ContentType(HttpRequest request)
    {
        var response = request.Response;
        return response.Charset.IsEmpty
            ? response.ContentType
            : request.Arena.Concat(request.Arena.Concat(response.ContentType.Span, "; charset="u8).Span, response.Charset.Span);
    }

    private static VariableValue LastModified(HttpRequest request)
    {
        if (request.Response.LastModified < 0)
            return FieldVariables.Find(request.Response.Fields, LastModifiedSuffix, request.Arena);
        var text = request.Arena.Allocate(29, out var bytes);
        HttpDate.Format(request.Response.LastModified, bytes);
        return VariableValue.Of(text);
    }

    private static readonly ByteString LastModifiedSuffix = ByteString.Copy("last_modified"u8);

    private static VariableValue KeepAliveField(HttpRequest request)
    {
        var seconds = request.Location.Core.KeepAliveHeaderSeconds.Value;
        return request.KeepAlive && seconds > 0
            ? VariableValue.Of(request.Arena.Concat("timeout="u8, request.Arena.Format(seconds).Span))
            : VariableValue.NotFound;
    }
}
