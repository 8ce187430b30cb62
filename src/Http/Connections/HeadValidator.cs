using Engine.Core.Buffers;
using Engine.Http.Conf;
using Engine.Http.Listening;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>What a request head must fulfil beyond its syntax: framing, host, and fields that may stand only once (RFC 9112).</summary>
internal static class HeadValidator
{
    private const int Http11 = 1001;

    /// <summary>Fields that make no sense twice; nginx refuses them.</summary>
    private static readonly KnownField[] UniqueFields =
    [
        KnownField.IfModifiedSince, KnownField.IfUnmodifiedSince, KnownField.IfMatch, KnownField.IfNoneMatch, KnownField.IfRange,
        KnownField.ContentLength, KnownField.ContentRange, KnownField.TransferEncoding, KnownField.Expect, KnownField.Authorization,
    ];

    /// <summary>Fills in what the fields say of target, framing and connection, and finds what makes the request unacceptable.</summary>
    public static RequestError Apply(HttpRequest request, RequestLine line, ByteString head)
    {
        if (!SetTarget(request, line, head))
            return RequestError.InvalidRequest;
        var error = SetHost(request, line, head);
        if (error == RequestError.None && FindDuplicate(request) != KnownField.None)
            error = RequestError.DuplicateHeaderLine;
        if (error == RequestError.None)
            error = SetFraming(request);
        if (error == RequestError.None)
            error = CheckMethod(request);
        // Of a refused request nobody knows for sure where the next one would begin.
        if (error == RequestError.None)
            SetConnection(request);
        return error;
    }

    /// <summary>The same for a head that broke off at an invalid line: what stands before it decides the server.</summary>
    public static void ApplyPartly(HttpRequest request, RequestLine line, ByteString head)
    {
        if (SetTarget(request, line, head))
            _ = SetHost(request, line, head);
    }

    /// <summary>The server that a Host field chooses, while the head is still read: for the fields behind it that server's rules hold.</summary>
    public static VirtualServer FindServer(HttpRequest request, ReadOnlySpan<byte> value)
    {
        var address = request.Connection.Address;
        var host = request.Arena.Allocate(value.Length, out var bytes);
        return RequestFraming.TryParseHost(value, bytes, out var length, out _)
            ? address.Names.Find(request, host.Slice(0, length)) ?? address.DefaultServer
            : request.Server;
    }

    /// <summary>A field that must not be repeated and is.</summary>
    public static KnownField FindDuplicate(HttpRequest request)
    {
        if (!request.Headers.MayRepeat)
            return KnownField.None;
        foreach (var field in UniqueFields)
        {
            if (request.Headers.Has(field) && request.Headers.CountOf(field) > 1)
                return field;
        }

        return KnownField.None;
    }

    private static RequestError CheckMethod(HttpRequest request) => request.Method switch
    {
        HttpMethod.Connect => RequestError.ConnectMethod,
        HttpMethod.Trace => RequestError.TraceMethod,
        _ => RequestError.None,
    };

    private static bool SetTarget(HttpRequest request, RequestLine line, ByteString head)
    {
        var target = HeadState.Part(head, line.Target);
        request.RequestUri = target.IsEmpty ? ByteStrings.Slash : target;
        request.Arguments = HeadState.Part(head, line.Arguments);
        var path = HeadState.Part(head, line.Path);
        request.IsUriOriginal = true;
        request.IsUriEncoded = path.Span.ContainsAny((byte)'%', (byte)'+');
        if (!line.NeedsNormalizing)
        {
            request.Uri = path.IsEmpty ? ByteStrings.Slash : path;
            return true;
        }

        var normalized = request.Arena.Allocate(path.Length + 1, out var bytes);
        var isValid = RequestTarget.TryNormalize(path.Span, request.Server.Core.MergeSlashes.Value, bytes, out var length);
        request.Uri = normalized.Slice(0, length);
        return isValid;
    }

    private static RequestError SetHost(HttpRequest request, RequestLine line, ByteString head)
    {
        var hosts = request.Headers.CountOf(KnownField.Host);
        if (hosts > 1)
            return RequestError.DuplicateHost;
        if (hosts == 0 && request.Version >= Http11)
            return RequestError.MissingHost;
        var field = request.Headers.ValueOf(KnownField.Host);
        if (hosts == 1 && !TrySetHost(request, field))
            return RequestError.InvalidHost;
        // RFC 9112 section 3.2.2: the host of an absolute target counts, whatever the field says.
        if (!line.Authority.IsEmpty && !TrySetHost(request, HeadState.Part(head, line.Authority)))
            return RequestError.InvalidHostInRequestLine;
        request.EnterServer(ServerChoice.Find(request));
        return RequestError.None;
    }

    private static bool TrySetHost(HttpRequest request, ByteString value)
    {
        if (!request.Worker.LastHost.TryParse(value, request.Arena, out var host, out var port))
            return false;
        request.Host = host;
        request.HostPort = port;
        return true;
    }

    private static RequestError SetFraming(HttpRequest request)
    {
        if (request.Headers.TryGet(KnownField.ContentLength, out var lengthText))
        {
            if (!RequestFraming.TryParseContentLength(lengthText.Span, out var length))
                return RequestError.InvalidContentLength;
            request.ContentLength = length;
        }

        if (!request.Headers.TryGet(KnownField.TransferEncoding, out var coding))
            return RequestError.None;
        if (request.Version < Http11)
            return RequestError.TransferEncodingInHttp10;
        if (!RequestFraming.IsChunked(coding.Span))
            return RequestError.UnknownTransferEncoding;
        if (request.ContentLength >= 0)
            return RequestError.ContentLengthAndTransferEncoding;
        request.IsChunked = true;
        return RequestError.None;
    }

    private static void SetConnection(HttpRequest request)
    {
        var tokens = RequestFraming.ConnectionTokens.None;
        if (request.Headers.Has(KnownField.Connection))
        {
            foreach (var field in request.Headers.Span)
            {
                if (field.Known == KnownField.Connection)
                    tokens |= RequestFraming.ParseConnection(field.Value.Span);
            }
        }

        request.KeepAlive = request.Version >= Http11
            ? (tokens & RequestFraming.ConnectionTokens.Close) == 0
            : request.Version == 1000 && (tokens & (RequestFraming.ConnectionTokens.KeepAlive | RequestFraming.ConnectionTokens.Close)) == RequestFraming.ConnectionTokens.KeepAlive;
        request.ExpectsContinue = request.Version >= Http11
            && request.Headers.TryGet(KnownField.Expect, out var expect)
            && expect.EqualsIgnoreCase("100-continue"u8);
    }
}
