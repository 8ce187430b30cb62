using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy.Cookies;

/// <summary>Rewrites the attributes of a Set-Cookie (RFC 6265, 4.1.1).</summary>
internal sealed class CookieRules(IReadOnlyList<CookieRewrite> domains, IReadOnlyList<CookieRewrite> paths, IReadOnlyList<CookieFlagsRule> flagRules)
{
    public ByteString Rewrite(HttpRequest request, ByteString cookie)
    {
        var arena = request.Arena;
        var end = EndOfPart(cookie.Span);
        var result = cookie.Slice(0, end);
        var equals = result.Span.IndexOf((byte)'=');
        var ruled = FlagsOf(request, Trim(equals < 0 ? result : result.Slice(0, equals)));
        var flags = ruled ?? CookieFlags.None;
        var isChanged = ruled is not null;
        while (end < cookie.Length)
        {
            var start = end + 1;
            end = start + EndOfPart(cookie.Span[start..]);
            var attribute = Trim(cookie.Slice(start, end - start));
            var rewritten = RewriteAttribute(request, attribute, ref flags);
            isChanged |= !rewritten.Equals(attribute);
            if (!rewritten.IsEmpty)
                result = arena.Concat(arena.Concat(result.Span, "; "u8).Span, rewritten.Span);
        }

        // One that no rule is about goes on byte by byte as it came; another is put together anew.
        return isChanged ? Append(arena, result, flags) : cookie;
    }

    private CookieFlags? FlagsOf(HttpRequest request, ByteString name)
    {
        foreach (var rule in flagRules)
        {
            if (rule.For(request, name) is { } flags)
                return flags;
        }

        return null;
    }

    /// <summary>The attribute as it goes on; empty when it does not. A flag that is there needs not be added any more.</summary>
    private ByteString RewriteAttribute(HttpRequest request, ByteString attribute, ref CookieFlags flags)
    {
        var equals = attribute.Span.IndexOf((byte)'=');
        var name = Trim(equals < 0 ? attribute : attribute.Slice(0, equals));
        var value = equals < 0 ? default : attribute.Slice(equals + 1);
        if (name.EqualsIgnoreCase("domain"u8))
            return Replace(request, attribute, equals, value, domains);
        if (name.EqualsIgnoreCase("path"u8))
            return Replace(request, attribute, equals, value, paths);
        if (name.EqualsIgnoreCase("secure"u8))
            return KeepFlag(attribute, ref flags, CookieFlags.Secure, CookieFlags.NoSecure);
        if (name.EqualsIgnoreCase("httponly"u8))
            return KeepFlag(attribute, ref flags, CookieFlags.HttpOnly, CookieFlags.NoHttpOnly);
        const CookieFlags sameSite = CookieFlags.SameSiteStrict | CookieFlags.SameSiteLax | CookieFlags.SameSiteNone | CookieFlags.NoSameSite;
        return name.EqualsIgnoreCase("samesite"u8) && (flags & sameSite) != 0 ? default : attribute;
    }

    private static ByteString KeepFlag(ByteString attribute, ref CookieFlags flags, CookieFlags on, CookieFlags off)
    {
        flags &= ~on;
        return (flags & off) != 0 ? default : attribute;
    }

    private static ByteString Replace(HttpRequest request, ByteString attribute, int equals, ByteString value, IReadOnlyList<CookieRewrite> rules)
    {
        foreach (var rule in rules)
        {
            if (equals >= 0 && rule.TryRewrite(request, value, out var result))
                return request.Arena.Concat(attribute.Span[..(equals + 1)], result.Span);
        }

        return attribute;
    }

    private static ByteString Append(ByteArena arena, ByteString cookie, CookieFlags flags)
    {
        if ((flags & CookieFlags.Secure) != 0)
            cookie = arena.Concat(cookie.Span, "; Secure"u8);
        if ((flags & CookieFlags.HttpOnly) != 0)
            cookie = arena.Concat(cookie.Span, "; HttpOnly"u8);
        if ((flags & CookieFlags.SameSiteStrict) != 0)
            return arena.Concat(cookie.Span, "; SameSite=Strict"u8);
        if ((flags & CookieFlags.SameSiteLax) != 0)
            return arena.Concat(cookie.Span, "; SameSite=Lax"u8);
        return (flags & CookieFlags.SameSiteNone) != 0 ? arena.Concat(cookie.Span, "; SameSite=None"u8) : cookie;
    }

    private static int EndOfPart(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        return end < 0 ? text.Length : end;
    }

    private static ByteString Trim(ByteString text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] == ' ')
            start++;
        while (end > start && text[end - 1] == ' ')
            end--;
        return text.Slice(start, end - start);
    }
}
