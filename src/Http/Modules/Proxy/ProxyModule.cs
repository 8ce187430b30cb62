using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Modules.Proxy.Cookies;
using Engine.Http.Modules.Proxy.Redirects;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.Proxy;

/// <summary>ngx_http_proxy_module: requests are passed to HTTP servers.</summary>
public sealed class ProxyModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "proxy";

    public override void Register(HttpModuleTable table)
    {
        var slot = ProxyConf.Slot;
        table.Slot(slot);
        table.Slot(ProxyState.Slot);
        UpstreamConfDirectives.Register(table, "proxy", slot, static conf => conf.Upstream);
        table.Add(Take.Custom("proxy_pass", ConfContext.HttpLocation | ConfContext.HttpLocationIf | ConfContext.HttpLimitExcept, 1, 1, slot, ProxyTarget.Apply,
            note: "blanks and control characters of variables in the URI are escaped; nginx sends them on, and they end the request line; nothing is passed on behind a 101 that was not asked for, and no 101 to a client of HTTP/1.0"));
        table.Add(Take.Enum("proxy_http_version", Any, slot, static c => ref c.Version, [("1.0", ProxyVersion.Http10), ("1.1", ProxyVersion.Http11)], "1.1"));
        table.Add(Take.One("proxy_method", Any, slot, static c => ref c.Method, "", "", static ComplexValue? (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.One("proxy_set_body", Any, slot, static c => ref c.Body, "", "", static ComplexValue? (use, text) => ComplexValue.Compile(text, use)));
        table.Add(Take.Custom("proxy_set_header", Any, 2, 2, slot, AddField, "Host $proxy_host; Connection \"\""));
        table.Add(Take.Flag("proxy_cache_convert_head", Any, slot, static c => ref c.Upstream.Cache.ConvertHead, "on"));
        table.Add(Take.Flag("proxy_pass_trailers", Any, slot, static c => ref c.Upstream.PassTrailers, "off"));
        table.Add(Take.Custom("proxy_redirect", Any, 1, 2, slot, ProxyRedirect.Apply, "default"));
        table.Add(Take.Custom("proxy_cookie_domain", Any, 1, 2, slot, CookieRewrite.AddDomain, "off"));
        table.Add(Take.Custom("proxy_cookie_path", Any, 1, 2, slot, CookieRewrite.AddPath, "off"));
        table.Add(Take.Custom("proxy_cookie_flags", Any, 1, 4, slot, CookieFlagsRule.Add, "off"));
        const string noHash = "checked only: the table grows as needed";
        table.Add(Take.Number("proxy_headers_hash_max_size", Any, slot, static c => ref c.HeadersHashMaxSize, "512", noHash));
        table.Add(Take.Number("proxy_headers_hash_bucket_size", Any, slot, static c => ref c.HeadersHashBucketSize, "64", noHash));
        ProxyVariables.Register(table);
    }

    public override void OnLoaded(HttpConfiguration configuration)
    {
        var locations = configuration.Servers.Append(configuration.Defaults).SelectMany(static server => server.AllLocations());
        foreach (var path in locations.Select(static location => ProxyConf.Slot.Of(location).Upstream.TempPath.Value.Path))
            configuration.Cycle.UseDirectory(path);
    }

    private static void AddField(DirectiveUse use, ProxyConf conf) =>
        (conf.OwnFields ??= []).Add(new ProxySetField(use.Bytes(0), ComplexValue.Compile(use[1], use)));
}
