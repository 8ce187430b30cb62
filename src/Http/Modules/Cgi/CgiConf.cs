using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Cgi;

/// <summary>What the modules for CGI-like upstreams (FastCGI, SCGI, uwsgi) have in common at one level.</summary>
internal sealed class CgiConf
{
    private static readonly ByteString[] HiddenByDefault =
    [
        ByteString.Copy("Status"u8), ByteString.Copy("X-Accel-Expires"u8), ByteString.Copy("X-Accel-Redirect"u8),
        ByteString.Copy("X-Accel-Limit-Rate"u8), ByteString.Copy("X-Accel-Buffering"u8), ByteString.Copy("X-Accel-Charset"u8),
    ];

    public UpstreamConf Upstream { get; } = new();

    public CgiTarget? OwnTarget { get; set; }

    public CgiTarget? Target { get; private set; }

    /// <summary>Null while this level says nothing.</summary>
    public List<CgiParam>? OwnParams { get; set; }

    public CgiParams Params { get; private set; } = null!;

    public void MergeFrom(CgiConf? outer, string prefix, HttpConfiguration configuration)
    {
        Upstream.MergeFrom(outer?.Upstream, prefix, HiddenByDefault, configuration);
        Target = OwnTarget ?? outer?.Target;
        OwnParams ??= outer?.OwnParams;
        Params = outer is not null && OwnParams == outer.OwnParams ? outer.Params : new CgiParams(OwnParams ?? []);
    }

    /// <summary>The directives under the names of one module.</summary>
    /// <param name="prefix">"fastcgi", "scgi", "uwsgi".</param>
    /// <param name="handler">The content handler of locations that pass.</param>
    public static void Register<TConf>(HttpModuleTable table, string prefix, string scheme, LocationSlot<TConf> slot, Func<TConf, CgiConf> of, PhaseHandler handler) where TConf : class, IConf<TConf>, new()
    {
        table.Slot(slot);
        UpstreamConfDirectives.Register(table, prefix, slot, conf => of(conf).Upstream);
        table.Add(Take.Custom($"{prefix}_pass", ConfContext.HttpLocation | ConfContext.HttpLocationIf, 1, 1, slot, (use, conf) =>
        {
            if (of(conf).OwnTarget is not null)
                throw use.Error($"\"{prefix}_pass\" directive is duplicate");
            HttpScope.Of(use).Location.PassTo(handler);
            of(conf).OwnTarget = CgiTarget.Read(use, scheme);
        }));
        table.Add(Take.Custom($"{prefix}_param", ConfContext.HttpAny, 2, 3, slot, (use, conf) => (of(conf).OwnParams ??= []).Add(CgiParam.Read(use)), "HTTP_HOST $host$is_request_port$request_port"));
    }

    /// <summary>The configuration is loaded: the directories for temporary files are needed.</summary>
    public static void UseDirectories(HttpConfiguration configuration, Func<Location, CgiConf> of)
    {
        var locations = configuration.Servers.Append(configuration.Defaults).SelectMany(static server => server.AllLocations());
        foreach (var path in locations.Select(location => of(location).Upstream.TempPath.Value.Path))
            configuration.Cycle.UseDirectory(path);
    }
}
