using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Modules.Proxy.Redirects;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy.Cookies;

[Flags]
internal enum CookieFlags
{
    None = 0,
    Secure = 1,
    NoSecure = 2,
    HttpOnly = 4,
    NoHttpOnly = 8,
    SameSiteStrict = 16,
    SameSiteLax = 32,
    SameSiteNone = 64,
    NoSameSite = 128,
}

/// <summary><c>proxy_cookie_flags cookie flag …</c></summary>
internal sealed class CookieFlagsRule
{
    private ComplexValue? name;
    private CapturingRegex? regex;

    private List<ComplexValue> words = [];

    public static void Add(DirectiveUse use, ProxyConf conf)
    {
        if (use.Count == 1)
        {
            if (use[0] != "off")
                throw use.Error("invalid number of arguments in \"proxy_cookie_flags\" directive");
            conf.OwnCookieFlags = conf.OwnCookieFlags is null ? [] : throw use.Error("\"proxy_cookie_flags\" directive is duplicate");
            return;
        }

        if (conf.OwnCookieFlags is { Count: 0 })
            throw use.Error("\"proxy_cookie_flags\" directive is duplicate");
        var rule = new CookieFlagsRule();
        if (use[0].StartsWith('~'))
            rule.regex = CapturingRegex.Compile(ByteString.From(use[0].TrimStart('~', '*')), ignoreCase: true, use);
        else
            rule.name = ComplexValue.Compile(use[0], use);
        foreach (var word in use.Arguments.Skip(1))
        {
            if (!ComplexValue.HasVariables(word) && Read(ByteString.From(word).Span) == CookieFlags.None)
                throw use.Error($"invalid parameter \"{word}\"");
            rule.words.Add(ComplexValue.Compile(word, use));
        }

        (conf.OwnCookieFlags ??= []).Add(rule);
    }

    /// <summary>What becomes of the flags of a cookie; null when this is about other cookies.</summary>
    public CookieFlags? For(HttpRequest request, ByteString cookie)
    {
        if (regex is not null ? !regex.IsMatch(request, cookie) : !name!.Evaluate(request).EqualsIgnoreCase(cookie.Span))
            return null;
        var flags = CookieFlags.None;
        foreach (var word in words)
            flags |= Read(word.Evaluate(request).Span);
        return flags;
    }

    private static CookieFlags Read(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("secure"u8))
            return CookieFlags.Secure;
        if (word.SequenceEqual("nosecure"u8))
            return CookieFlags.NoSecure;
        if (word.SequenceEqual("httponly"u8))
            return CookieFlags.HttpOnly;
        if (word.SequenceEqual("nohttponly"u8))
            return CookieFlags.NoHttpOnly;
        if (word.SequenceEqual("samesite=strict"u8))
            return CookieFlags.SameSiteStrict;
        if (word.SequenceEqual("samesite=lax"u8))
            return CookieFlags.SameSiteLax;
        if (word.SequenceEqual("samesite=none"u8))
            return CookieFlags.SameSiteNone;
        return word.SequenceEqual("nosamesite"u8) ? CookieFlags.NoSameSite : CookieFlags.None;
    }
}
