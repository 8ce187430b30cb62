using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Modules;
using Engine.Http.Modules.Core;

namespace Engine.Http.Responses;

/// <summary>nginx's built-in pages.</summary>
internal sealed class ErrorPages
{
    private static readonly ErrorPages?[] Pages = Build();

    /// <summary>Browsers of old show a page of their own in place of one with less than 512 bytes (<c>msie_padding</c>).</summary>
    private const int PaddingLines = 6;

    private readonly byte[] withVersion;
    private readonly byte[] withoutVersion;
    private readonly byte[] paddedWithVersion;
    private readonly byte[] paddedWithoutVersion;

    private ErrorPages(string title, string heading, string? explanation)
    {
        withVersion = Make(title, heading, explanation, ServerIdentity.Product);
        withoutVersion = Make(title, heading, explanation, ServerIdentity.Name);
        paddedWithVersion = Pad(withVersion);
        paddedWithoutVersion = Pad(withoutVersion);
    }

    public static ByteString ContentType { get; } = ByteString.Copy("text/html"u8);

    /// <summary>The page for a status, or null when it has none.</summary>
    public static ErrorPages? PageOf(int status) => (uint)status < (uint)Pages.Length ? Pages[status] : null;

    public byte[] BodyFor(ServerTokens tokens, bool isPadded) => tokens == ServerTokens.Off
        ? isPadded ? paddedWithoutVersion : withoutVersion
        : isPadded ? paddedWithVersion : withVersion;

    private static ErrorPages?[] Build()
    {
        var pages = new ErrorPages?[600];
        int[] statuses =
        [
            301, 303, 307, 308,
            400, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 421, 429,
            500, 501, 502, 503, 504, 505, 507,
        ];
        foreach (var status in statuses)
            pages[status] = Plain(status);
        pages[302] = new ErrorPages("302 Found", "302 Found", null);
        pages[401] = new ErrorPages("401 Authorization Required", "401 Authorization Required", null);
        pages[494] = new ErrorPages("400 Request Header Or Cookie Too Large", "400 Bad Request", "Request Header Or Cookie Too Large");
        pages[495] = new ErrorPages("400 The SSL certificate error", "400 Bad Request", "The SSL certificate error");
        pages[496] = new ErrorPages("400 No required SSL certificate was sent", "400 Bad Request", "No required SSL certificate was sent");
        pages[497] = new ErrorPages("400 The plain HTTP request was sent to HTTPS port", "400 Bad Request", "The plain HTTP request was sent to HTTPS port");
        return pages;
    }

    private static ErrorPages Plain(int status)
    {
        var text = Encoding.ASCII.GetString(StatusLines.TextOf(status));
        return new ErrorPages(text, text, null);
    }

    private static byte[] Make(string title, string heading, string? explanation, string server)
    {
        var page = new StringBuilder();
        page.Append($"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{heading}</h1></center>\r\n");
        if (explanation is not null)
            page.Append($"<center>{explanation}</center>\r\n");
        page.Append($"<hr><center>{server}</center>\r\n</body>\r\n</html>\r\n");
        return Encoding.ASCII.GetBytes(page.ToString());
    }

    private static byte[] Pad(byte[] page)
    {
        var lines = string.Concat(Enumerable.Repeat("<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n", PaddingLines));
        return [.. page, .. Encoding.ASCII.GetBytes(lines)];
    }
}
