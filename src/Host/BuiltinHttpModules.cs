using Engine.Http.Conf;
using Engine.Http.Modules.Access;
using Engine.Http.Modules.Addition;
using Engine.Http.Modules.ArrayVar;
using Engine.Http.Modules.AuthBasic;
using Engine.Http.Modules.AuthRequest;
using Engine.Http.Modules.Autoindex;
using Engine.Http.Modules.Brotli;
using Engine.Http.Modules.BrotliStatic;
using Engine.Http.Modules.Browser;
using Engine.Http.Modules.Charset;
using Engine.Http.Modules.Copy;
using Engine.Http.Modules.Core;
using Engine.Http.Modules.Dav;
using Engine.Http.Modules.Echo;
using Engine.Http.Modules.EmptyGif;
using Engine.Http.Modules.EncryptedSession;
using Engine.Http.Modules.FastCgi;
using Engine.Http.Modules.Flv;
using Engine.Http.Modules.FormInput;
using Engine.Http.Modules.Geo;
using Engine.Http.Modules.Gunzip;
using Engine.Http.Modules.Gzip;
using Engine.Http.Modules.GzipStatic;
using Engine.Http.Modules.Headers;
using Engine.Http.Modules.HeadersMore;
using Engine.Http.Modules.Index;
using Engine.Http.Modules.LimitConn;
using Engine.Http.Modules.LimitRate;
using Engine.Http.Modules.LimitReq;
using Engine.Http.Modules.Log;
using Engine.Http.Modules.Map;
using Engine.Http.Modules.Memc;
using Engine.Http.Modules.Memcached;
using Engine.Http.Modules.Mirror;
using Engine.Http.Modules.Mp4;
using Engine.Http.Modules.NotModified;
using Engine.Http.Modules.Perl;
using Engine.Http.Modules.PostAction;
using Engine.Http.Modules.Proxy;
using Engine.Http.Modules.RandomIndex;
using Engine.Http.Modules.Range;
using Engine.Http.Modules.RealIp;
using Engine.Http.Modules.Redis2;
using Engine.Http.Modules.Referer;
using Engine.Http.Modules.Rewrite;
using Engine.Http.Modules.Scgi;
using Engine.Http.Modules.SecureLink;
using Engine.Http.Modules.SetMisc;
using Engine.Http.Modules.Slices;
using Engine.Http.Modules.SplitClients;
using Engine.Http.Modules.Srcache;
using Engine.Http.Modules.Ssi;
using Engine.Http.Modules.Static;
using Engine.Http.Modules.StubStatus;
using Engine.Http.Modules.Sub;
using Engine.Http.Modules.TryFiles;
using Engine.Http.Modules.Upstream;
using Engine.Http.Modules.UpstreamSticky;
using Engine.Http.Modules.UserId;
using Engine.Http.Modules.Uwsgi;
using Engine.Http.Modules.Xslt;
using Engine.Http.OpenFiles;
using Engine.LuaBridge.Phases;

namespace Engine.Host;

/// <summary>The http modules. Handlers of a phase run in this order; the filters have lists of their own.</summary>
internal static class BuiltinHttpModules
{
    public static IReadOnlyList<HttpModule> Modules { get; } =
    [
        new HttpCoreModule(),
        new OpenFilesModule(),
        new CopyModule(),
        new RealIpModule(),
        new MapModule(),
        new GeoModule(),
        new SplitClientsModule(),
        new LimitRateModule(),
        new LuaEarlyModule(),
        new RewriteModule(),
        new SetMiscModule(),
        new ArrayVarModule(),
        new EncryptedSessionModule(),
        new FormInputModule(),
        new HeadersMoreModule(),
        new LimitReqModule(),
        new LimitConnModule(),
        new AccessModule(),
        new AuthBasicModule(),
        new AuthRequestModule(),
        new TryFilesModule(),
        new MirrorModule(),
        new RandomIndexModule(),
        new IndexModule(),
        new AutoindexModule(),
        new DavModule(),
        new BrotliStaticModule(),
        new GzipStaticModule(),
        new StaticModule(),
        new EmptyGifModule(),
        new EchoModule(),
        new FlvModule(),
        new Mp4Module(),
        new LuaModule(),
        new SrcacheModule(),
        new PerlModule(),
        new PostActionModule(),
        new LogModule(),
        new RefererModule(),
        new SecureLinkModule(),
        new StubStatusModule(),
        new UserIdModule(),
        new BrowserModule(),
        new UpstreamModule(),
        new UpstreamStickyModule(),
        new ProxyModule(),
        new FastCgiModule(),
        new UwsgiModule(),
        new ScgiModule(),
        new MemcachedModule(),
        new MemcModule(),
        new Redis2Module(),
        new SliceModule(),
        new NotModifiedModule(),
        new HeadersModule(),
        new RangeModule(),
        new BrotliModule(),
        new GzipModule(),
        new GunzipModule(),
        new AdditionModule(),
        new SubModule(),
        new XsltModule(),
        new CharsetModule(),
        new SsiModule(),
    ];

    /// <summary>The filter chains, first called first; a name that no module registers has no effect.</summary>
    public static FilterOrder Filters { get; } = new(
        [
            "slice", "not_modified", "headers_more", "lua_header_filter", "srcache", "echo", "headers", "userid", "gunzip", "addition", "sub",
            "xslt", "charset", "ssi", "brotli", "gzip", "range",
        ],
        [
            "slice", "range", "copy", "lua_body_filter", "srcache", "echo", "headers", "gunzip", "addition", "sub", "xslt", "charset", "ssi", FilterOrder.Postpone,
            "brotli", "gzip", "limit_rate",
        ]);
}
