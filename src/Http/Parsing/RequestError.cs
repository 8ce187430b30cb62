namespace Engine.Http.Parsing;

/// <summary>Why a request is refused before any phase runs.</summary>
public enum RequestError
{
    None,
    InvalidMethod,
    InvalidRequest,
    InvalidVersion,
    InvalidMethodInHttp09,
    TooLongUri,
    InvalidHeaderLine,
    TooLongHeaderLine,
    TooLargeRequest,
    TooManyHeaderLines,
    MissingHost,
    DuplicateHost,
    DuplicateHeaderLine,
    InvalidHost,
    InvalidHostInRequestLine,
    InvalidContentLength,
    ContentLengthAndTransferEncoding,
    TransferEncodingInHttp10,
    UnknownTransferEncoding,
    InvalidChunkedBody,
    ConnectMethod,
    ConnectWithBody,
    TraceMethod,
    PlainHttpToHttpsPort,
}

public static class RequestErrors
{
    /// <summary>The status that answers the error; 494 and 497 are nginx's own, which its clients see as 400.</summary>
    public static int Status(this RequestError error) => error switch
    {
        RequestError.None => 0,
        RequestError.InvalidVersion => 505,
        RequestError.TooLongUri => 414,
        RequestError.TooLongHeaderLine or RequestError.TooLargeRequest or RequestError.TooManyHeaderLines => 494,
        RequestError.UnknownTransferEncoding => 501,
        RequestError.ConnectMethod or RequestError.TraceMethod => 405,
        RequestError.PlainHttpToHttpsPort => 497,
        _ => 400,
    };

    /// <summary>nginx's words for the error log, without the action (" while reading client request line") that the log context writes.</summary>
    public static string Message(this RequestError error) => error switch
    {
        RequestError.InvalidMethod => "client sent invalid method",
        RequestError.InvalidRequest => "client sent invalid request",
        RequestError.InvalidVersion => "client sent invalid version",
        RequestError.InvalidMethodInHttp09 => "client sent invalid method in HTTP/0.9 request",
        RequestError.TooLongUri => "client sent too long URI",
        RequestError.InvalidHeaderLine => "client sent invalid header line",
        RequestError.TooLongHeaderLine => "client sent too long header line",
        RequestError.TooLargeRequest => "client sent too large request",
        RequestError.TooManyHeaderLines => "client sent too many header lines",
        RequestError.MissingHost => "client sent HTTP/1.1 request without \"Host\" header",
        RequestError.DuplicateHost => "client sent duplicate host header",
        RequestError.DuplicateHeaderLine => "client sent duplicate header line",
        RequestError.InvalidHost => "client sent invalid host header",
        RequestError.InvalidHostInRequestLine => "client sent invalid host in request line",
        RequestError.InvalidContentLength => "client sent invalid \"Content-Length\" header",
        RequestError.ContentLengthAndTransferEncoding =>
            "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time",
        RequestError.TransferEncodingInHttp10 => "client sent HTTP/1.0 request with \"Transfer-Encoding\" header",
        RequestError.UnknownTransferEncoding => "client sent unknown \"Transfer-Encoding\"",
        RequestError.InvalidChunkedBody => "client sent invalid chunked body",
        RequestError.ConnectMethod => "client sent CONNECT method",
        RequestError.ConnectWithBody => "client sent CONNECT request with body",
        RequestError.TraceMethod => "client sent TRACE method",
        RequestError.PlainHttpToHttpsPort => "client sent plain HTTP request to HTTPS port",
        _ => "",
    };
}
