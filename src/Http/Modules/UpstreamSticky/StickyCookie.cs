using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Modules.Core;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary><c>sticky cookie name</c>: the response tells the client its server, in a cookie.</summary>
internal sealed class StickyCookie(ByteString name) : StickyMethod
{
    /// <summary>As far away as nginx's dates go.</summary>
    public const long Forever = 315_360_000;

    private static readonly ByteString SetCookie = ByteString.Copy("Set-Cookie"u8);
    private static readonly ByteString Strict = ByteString.Copy("strict"u8);

    /// <summary>Seconds; null for a cookie that ends with the browser's session.</summary>
    public long? MaxAge { get; set; }

    public ComplexValue? Domain { get; set; }

    public ComplexValue? Path { get; set; }

    public ComplexValue? SameSite { get; set; }

    public bool IsSecure { get; set; }

    public bool IsHttpOnly { get; set; }

    public override ByteString FindId(IUpstreamClient client) => Cookies.Find(((UpstreamRequest)client).Request, name).Bytes;

    public override void OnResponseHead(IUpstreamClient client, Peer peer)
    {
        var request = ((UpstreamRequest)client).Request;
        request.Response.Fields.Add(SetCookie, Write(request, peer));
    }

    private ByteString Write(HttpRequest request, Peer peer)
    {
        const int roomForRest = 128;
        var (domain, path, sameSite) = (Domain?.Evaluate(request) ?? default, Path?.Evaluate(request) ?? default, SameSiteOf(request));
        var text = request.Arena.Allocate(name.Length + peer.StickyId.Length + domain.Length + path.Length + roomForRest, out var bytes);
        var writer = new SpanWriter(bytes);
        writer.Write(name.Span);
        writer.Write((byte)'=');
        writer.Write(peer.StickyId.Span);
        WriteExpires(ref writer, request.Loop.Clock.UnixSeconds);
        WritePart(ref writer, "; domain="u8, domain);
        WritePart(ref writer, "; path="u8, path);
        if (IsSecure)
            writer.Write("; secure"u8);
        if (IsHttpOnly)
            writer.Write("; httponly"u8);
        WritePart(ref writer, "; samesite="u8, sameSite);
        return text.Slice(0, writer.Written);
    }

    private void WriteExpires(ref SpanWriter writer, long now)
    {
        if (MaxAge is not { } seconds)
            return;
        if (seconds == Forever)
            writer.Write("; expires=Thu, 31-Dec-37 23:55:55 GMT"u8);
        else
        {
            writer.Write("; expires="u8);
            writer.Advance(HttpDate.FormatCookie(now + seconds, writer.Remaining));
        }

        writer.Write("; max-age="u8);
        writer.Write(seconds);
    }

    private static void WritePart(ref SpanWriter writer, ReadOnlySpan<byte> prefix, ByteString value)
    {
        if (value.IsEmpty)
            return;
        writer.Write(prefix);
        writer.Write(value.Span);
    }

    /// <summary>What a variable holds and no browser knows becomes the strictest.</summary>
    private ByteString SameSiteOf(HttpRequest request)
    {
        var value = SameSite?.Evaluate(request) ?? default;
        return value.IsEmpty || value.EqualsIgnoreCase("strict"u8) || value.EqualsIgnoreCase("lax"u8) || value.EqualsIgnoreCase("none"u8) ? value : Strict;
    }
}
