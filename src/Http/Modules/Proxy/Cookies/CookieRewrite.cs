using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Modules.Proxy.Redirects;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy.Cookies;

/// <summary><c>proxy_cookie_domain</c> and <c>proxy_cookie_path</c>: a pattern for the attribute's value and what takes its place.</summary>
internal sealed class CookieRewrite
{
    private ComplexValue? text;
    private CapturingRegex? regex;
    private ComplexValue replacement = null!;
    private bool isDomain;

    public static void AddDomain(DirectiveUse use, ProxyConf conf) => conf.OwnCookieDomains = Add(use, conf.OwnCookieDomains, isDomain: true);

    public static void AddPath(DirectiveUse use, ProxyConf conf) => conf.OwnCookiePaths = Add(use, conf.OwnCookiePaths, isDomain: false);

    /// <summary>The new value of the attribute, if this is about it.</summary>
    public bool TryRewrite(HttpRequest request, ByteString value, out ByteString result)
    {
        result = default;
        if (regex is not null)
        {
            if (!regex.IsMatch(request, value))
                return false;
            result = replacement.Evaluate(request);
            return true;
        }

        var pattern = text!.Evaluate(request);
        return isDomain ? RewriteDomain(request, value, pattern, out result) : RewritePath(request, value, pattern, out result);
    }

    private static List<CookieRewrite> Add(DirectiveUse use, List<CookieRewrite>? rules, bool isDomain)
    {
        if (use.Count == 1)
        {
            if (use[0] != "off")
                throw use.Error($"invalid parameter \"{use[0]}\"");
            return rules is null ? [] : throw use.Error($"\"{use.Name}\" directive is duplicate");
        }

        if (rules is { Count: 0 })
            throw use.Error($"\"{use.Name}\" directive is duplicate");
        var rule = new CookieRewrite { isDomain = isDomain, replacement = ComplexValue.Compile(isDomain ? use[1].TrimStart('.') : use[1], use) };
        if (use[0].StartsWith('~'))
            rule.regex = isDomain ? CapturingRegex.Compile(ByteString.From(use[0].TrimStart('~', '*')), ignoreCase: true, use) : ProxyRedirect.CompileRegex(use[0], use);
        else
            rule.text = ComplexValue.Compile(isDomain ? use[0].TrimStart('.') : use[0], use);
        return [.. rules ?? [], rule];
    }

    /// <summary>Dots before domains don't count, nor does case; a dot stays where it is.</summary>
    private static bool IsDomain(ByteString value, ByteString pattern, out int dot)
    {
        dot = value.Span is [(byte)'.', ..] ? 1 : 0;
        return value.Slice(dot).EqualsIgnoreCase(pattern.Span);
    }

    private bool RewriteDomain(HttpRequest request, ByteString value, ByteString pattern, out ByteString result)
    {
        result = default;
        if (!IsDomain(value, pattern, out var dot))
            return false;
        result = request.Arena.Concat(value.Span[..dot], replacement.Evaluate(request).Span);
        return true;
    }

    private bool RewritePath(HttpRequest request, ByteString value, ByteString pattern, out ByteString result)
    {
        result = default;
        if (!value.Span.StartsWith(pattern.Span))
            return false;
        result = request.Arena.Concat(replacement.Evaluate(request).Span, value.Span[pattern.Length..]);
        return true;
    }
}
