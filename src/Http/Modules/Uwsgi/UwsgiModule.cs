using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Modules.Cgi;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Uwsgi;

/// <summary>ngx_http_uwsgi_module: requests are passed to uwsgi servers.</summary>
public sealed class UwsgiModule : HttpModule
{
    private const string Scheme = "uwsgi://";
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "uwsgi";

    public override void Register(HttpModuleTable table)
    {
        var slot = UwsgiConf.Slot;
        CgiConf.Register(table, "uwsgi", Scheme, slot, static conf => conf.Cgi, Handle);
        table.Slot(CgiState<UwsgiUpstream, UwsgiConf>.Slot);
        table.Add(Take.Number("uwsgi_modifier1", Any, slot, static c => ref c.Modifier1, "0", max: 255));
        table.Add(Take.Number("uwsgi_modifier2", Any, slot, static c => ref c.Modifier2, "0", max: 255));
        table.Add(Take.Bytes("uwsgi_string", Any, slot, static c => ref c.String));
    }

    public override void OnLoaded(HttpConfiguration configuration) =>
        CgiConf.UseDirectories(configuration, static location => UwsgiConf.Slot.Of(location).Cgi);

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = UwsgiConf.Slot.Of(request);
        return conf.Cgi.Target!.Pass(request, conf.Cgi.Upstream, CgiState<UwsgiUpstream, UwsgiConf>.Begin(request, conf), Scheme);
    }
}

internal sealed class UwsgiConf : IConf<UwsgiConf>
{
    public static readonly LocationSlot<UwsgiConf> Slot = new();

    public Setting<long> Modifier1;
    public Setting<long> Modifier2;
    public Setting<ByteString> String;

    public CgiConf Cgi { get; } = new();

    public void MergeFrom(UwsgiConf? outer, HttpConfiguration configuration)
    {
        Cgi.MergeFrom(outer?.Cgi, "uwsgi", configuration);
        Modifier1.MergeFrom(outer?.Modifier1 ?? default, 0);
        Modifier2.MergeFrom(outer?.Modifier2 ?? default, 0);
        String.MergeFrom(outer?.String ?? default, default);
    }
}
