using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>What the error log says of a request that is refused, in nginx's words.</summary>
internal static class Refusal
{
    /// <param name="badLine">The field line that broke a rule, for the errors that are about one.</param>
    public static void Log(HttpRequest request, RequestError error, ByteString badLine)
    {
        switch (error)
        {
            case RequestError.InvalidHeaderLine:
                LogInvalidLine(request, badLine.Span);
                break;
            case RequestError.TooLongHeaderLine:
                request.Log.Write(LogLevel.Info, request, $"client sent too long header line: \"{badLine}...\"");
                break;
            case RequestError.DuplicateHost:
                LogDuplicate(request, "host header", KnownField.Host);
                break;
            case RequestError.DuplicateHeaderLine:
                LogDuplicate(request, "header line", HeadValidator.FindDuplicate(request));
                break;
            case RequestError.UnknownTransferEncoding:
                request.Log.Write(LogLevel.Info, request, $"client sent unknown \"Transfer-Encoding\": \"{request.Headers.ValueOf(KnownField.TransferEncoding)}\"");
                break;
            default:
                request.Log.Write(LogLevel.Info, request, $"{error.Message()}");
                break;
        }
    }

    /// <summary>The line up to the byte that must not be there, which may be the end of the line itself.</summary>
    private static void LogInvalidLine(HttpRequest request, ReadOnlySpan<byte> line)
    {
        var end = FieldLineParser.FindInvalid(line);
        if (end < line.Length)
            request.Log.Write(LogLevel.Info, request, $"client sent invalid header line: \"{line[..end]}\\x{line[end]:x2}...\"");
        else
            request.Log.Write(LogLevel.Info, request, $"client sent invalid header line: \"{line}\\x0d...\"");
    }

    private static void LogDuplicate(HttpRequest request, string what, KnownField field)
    {
        var headers = request.Headers;
        var first = headers.IndexOf(field);
        var previous = headers[first];
        var duplicate = headers[headers.IndexOf(previous.Name.Span, first + 1)];
        request.Log.Write(
            LogLevel.Info,
            request,
            $"client sent duplicate {what}: \"{duplicate.Name}: {duplicate.Value}\", previous value: \"{previous.Name}: {previous.Value}\"");
    }
}
