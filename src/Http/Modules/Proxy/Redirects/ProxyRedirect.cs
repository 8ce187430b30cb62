using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy.Redirects;

/// <summary><c>proxy_redirect</c>: what the upstream calls its own place becomes the place that clients know.</summary>
internal abstract class ProxyRedirect
{
    /// <summary>"off", "default", or a pattern and its replacement.</summary>
    public static void Apply(DirectiveUse use, ProxyConf conf)
    {
        if (conf.OwnRedirects is { Count: 0 } && !conf.HasDefaultRedirect)
            throw use.Error("\"proxy_redirect\" directive is duplicate");
        if (use.Count == 1)
        {
            ApplyWord(use, conf);
            return;
        }

        var replacement = ComplexValue.Compile(use[1], use);
        (conf.OwnRedirects ??= []).Add(use[0].StartsWith('~')
            ? new RegexRedirect(CompileRegex(use[0], use), replacement)
            : new PrefixRedirect(ComplexValue.Compile(use[0], use), replacement));
    }

    /// <summary>A URL that begins as the location's proxy_pass becomes one that begins as the location.</summary>
    public static ProxyRedirect Default(ProxyTarget target) => target.Uri.IsEmpty
        ? new PrefixRedirect(ComplexValue.Literal(target.Url + "/"), ComplexValue.Literal("/"))
        : new PrefixRedirect(ComplexValue.Literal(target.Url.ToString()), ComplexValue.Literal(target.LocationName.ToString()));

    public static ByteString Rewrite(HttpRequest request, ProxyRedirect[] redirects, in HeaderField field)
    {
        var start = 0;
        if (field.Known == KnownField.Refresh)
        {
            start = IndexOfUrl(field.Value.Span);
            if (start < 0)
                return field.Value;
        }

        var url = field.Value.Slice(start);
        foreach (var redirect in redirects)
        {
            if (redirect.TryRewrite(request, url, out var result))
                return start == 0 ? result : request.Arena.Concat(field.Value.Span[..start], result.Span);
        }

        return field.Value;
    }

    internal static CapturingRegex CompileRegex(string pattern, DirectiveUse use)
    {
        var ignoresCase = pattern.StartsWith("~*", StringComparison.Ordinal);
        return CapturingRegex.Compile(ByteString.From(pattern[(ignoresCase ? 2 : 1)..]), ignoresCase, use);
    }

    protected abstract bool TryRewrite(HttpRequest request, ByteString url, out ByteString result);

    private static void ApplyWord(DirectiveUse use, ProxyConf conf)
    {
        switch (use[0])
        {
            case "off" when conf.OwnRedirects is null:
                conf.OwnRedirects = [];
                break;
            case "off":
                throw use.Error("\"proxy_redirect\" directive is duplicate");
            case "default" when !conf.HasDefaultRedirect:
                conf.OwnRedirects ??= [];
                conf.HasDefaultRedirect = true;
                break;
            case "false":
                throw use.Error("invalid parameter \"false\", use \"off\" instead");
            default:
                throw use.Error($"invalid parameter \"{use[0]}\"");
        }
    }

    private static int IndexOfUrl(ReadOnlySpan<byte> refresh)
    {
        for (var i = 0; i + 4 <= refresh.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(refresh.Slice(i, 4), "url="u8))
                return i + 4;
        }

        return -1;
    }

    private sealed class PrefixRedirect(ComplexValue pattern, ComplexValue replacement) : ProxyRedirect
    {
        protected override bool TryRewrite(HttpRequest request, ByteString url, out ByteString result)
        {
            result = default;
            var prefix = pattern.Evaluate(request);
            if (!url.Span.StartsWith(prefix.Span))
                return false;
            result = request.Arena.Concat(replacement.Evaluate(request).Span, url.Span[prefix.Length..]);
            return true;
        }
    }

    private sealed class RegexRedirect(CapturingRegex pattern, ComplexValue replacement) : ProxyRedirect
    {
        protected override bool TryRewrite(HttpRequest request, ByteString url, out ByteString result)
        {
            var matches = pattern.IsMatch(request, url);
            result = matches ? replacement.Evaluate(request) : default;
            return matches;
        }
    }
}
