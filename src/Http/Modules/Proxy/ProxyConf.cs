using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Proxy.Cookies;
using Engine.Http.Modules.Proxy.Redirects;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.Proxy;

internal enum ProxyVersion
{
    Http10,
    Http11,
}

internal sealed class ProxyConf : IConf<ProxyConf>
{
    public static readonly LocationSlot<ProxyConf> Slot = new();

    private static readonly ByteString[] HiddenByDefault =
    [
        ByteString.Copy("Date"u8), ByteString.Copy("Server"u8), ByteString.Copy("X-Pad"u8), ByteString.Copy("X-Accel-Expires"u8),
        ByteString.Copy("X-Accel-Redirect"u8), ByteString.Copy("X-Accel-Limit-Rate"u8), ByteString.Copy("X-Accel-Buffering"u8),
        ByteString.Copy("X-Accel-Charset"u8),
    ];

    public Setting<ProxyVersion> Version;
    public Setting<ComplexValue?> Method;
    public Setting<ComplexValue?> Body;
    public Setting<long> HeadersHashMaxSize;
    public Setting<long> HeadersHashBucketSize;

    public UpstreamConf Upstream { get; } = new();

    public ProxyTarget? OwnTarget { get; set; }

    public List<ProxySetField>? OwnFields { get; set; }

    /// <summary>Null when no <c>proxy_redirect</c> stands at this level; empty for "off".</summary>
    public List<ProxyRedirect>? OwnRedirects { get; set; }

    /// <summary>"default" is among <see cref="OwnRedirects"/>.</summary>
    public bool HasDefaultRedirect { get; set; }

    public List<CookieRewrite>? OwnCookieDomains { get; set; }

    public List<CookieRewrite>? OwnCookiePaths { get; set; }

    public List<CookieFlagsRule>? OwnCookieFlags { get; set; }

    public ProxyTarget? Target { get; private set; }

    public ProxyFields Fields { get; private set; } = null!;

    /// <summary>The same for a request whose response may be cached: what the client asks on conditions, or in part, is left out.</summary>
    public ProxyFields CacheFields { get; private set; } = null!;

    public ProxyRedirect[] Redirects { get; private set; } = [];

    /// <summary>Null when Set-Cookie goes on as it comes.</summary>
    public CookieRules? Cookies { get; private set; }

    public void MergeFrom(ProxyConf? outer, HttpConfiguration configuration)
    {
        Upstream.MergeFrom(outer?.Upstream, "proxy", HiddenByDefault, configuration);
        Version.MergeFrom(outer?.Version ?? default, ProxyVersion.Http11);
        Method.MergeFrom(outer?.Method ?? default, null);
        Body.MergeFrom(outer?.Body ?? default, null);
        HeadersHashMaxSize.MergeFrom(outer?.HeadersHashMaxSize ?? default, 512);
        HeadersHashBucketSize.MergeFrom(outer?.HeadersHashBucketSize ?? default, 64);
        Target = OwnTarget ?? outer?.Target;
        OwnFields ??= outer?.OwnFields;
        var inheritsFields = outer is not null && OwnFields == outer.OwnFields;
        Fields = inheritsFields ? outer!.Fields : new ProxyFields(OwnFields ?? [], forCache: false);
        CacheFields = inheritsFields ? outer!.CacheFields : new ProxyFields(OwnFields ?? [], forCache: true);
        MergeRedirects(outer);
        MergeCookies(outer);
    }

    private void MergeRedirects(ProxyConf? outer)
    {
        if (OwnRedirects is null && outer is not null)
        {
            OwnRedirects = outer.OwnRedirects;
            HasDefaultRedirect = outer.HasDefaultRedirect;
        }

        var isDefault = OwnRedirects is null || HasDefaultRedirect;
        if (HasDefaultRedirect && Target is { Variable: not null } && OwnTarget is not null)
            throw new ConfException("\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
        var own = OwnRedirects ?? [];
        Redirects = isDefault && Target is { Variable: null } target ? [.. own, ProxyRedirect.Default(target)] : [.. own];
    }

    private void MergeCookies(ProxyConf? outer)
    {
        OwnCookieDomains ??= outer?.OwnCookieDomains;
        OwnCookiePaths ??= outer?.OwnCookiePaths;
        OwnCookieFlags ??= outer?.OwnCookieFlags;
        Cookies = OwnCookieDomains is { Count: > 0 } || OwnCookiePaths is { Count: > 0 } || OwnCookieFlags is { Count: > 0 }
            ? new CookieRules(OwnCookieDomains ?? [], OwnCookiePaths ?? [], OwnCookieFlags ?? [])
            : null;
    }
}
