using Engine.Core.Log;
using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>Where a request is being passed to, as log lines show it: "http://192.0.2.1:80/path".</summary>
public interface IUpstreamText
{
    void AppendTo(ref LogLineBuilder line);
}

/// <summary>What nginx adds to an error log line of a request: client, server, request, host, referrer.</summary>
internal static class RequestLogLine
{
    public static void AppendTo(ref LogLineBuilder line, HttpRequest request)
    {
        if (request.LogAction is { } action)
        {
            line.Append(" while "u8);
            line.AppendLiteral(action);
        }

        line.Append(", client: "u8);
        line.Append(request.Connection.Remote.Text);
        line.Append(", server: "u8);
        line.AppendEscaped(request.Server.Name.Span);
        if (!request.RequestLineText.IsEmpty)
        {
            line.Append(", request: \""u8);
            line.AppendEscaped(request.RequestLineText.Span);
            line.Append("\""u8);
        }

        if (request.IsSubrequest)
        {
            line.Append(", subrequest: \""u8);
            line.AppendEscaped(request.Uri.Span);
            line.Append("\""u8);
        }

        if (request.Upstream is { } upstream)
        {
            line.Append(", upstream: \""u8);
            upstream.AppendTo(ref line);
            line.Append("\""u8);
        }

        AppendField(ref line, request, KnownField.Host, ", host: \""u8);
        AppendField(ref line, request, KnownField.Referer, ", referrer: \""u8);
    }

    private static void AppendField(ref LogLineBuilder line, HttpRequest request, KnownField field, ReadOnlySpan<byte> label)
    {
        if (!request.Headers.TryGet(field, out var value))
            return;
        line.Append(label);
        line.AppendEscaped(value.Span);
        line.Append("\""u8);
    }
}
