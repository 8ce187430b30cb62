using Engine.Http.Conf;
using Engine.Http.Modules.Cgi;
using Engine.Http.Modules.Upstream;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Scgi;

/// <summary>ngx_http_scgi_module: requests are passed to SCGI servers.</summary>
public sealed class ScgiModule : HttpModule
{
    private const string Scheme = "scgi://";

    public override string Name => "scgi";

    public override void Register(HttpModuleTable table)
    {
        CgiConf.Register(table, "scgi", Scheme, ScgiConf.Slot, static conf => conf.Cgi, Handle);
        table.Slot(CgiState<ScgiUpstream, ScgiConf>.Slot);
    }

    public override void OnLoaded(HttpConfiguration configuration) =>
        CgiConf.UseDirectories(configuration, static location => ScgiConf.Slot.Of(location).Cgi);

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = ScgiConf.Slot.Of(request);
        return conf.Cgi.Target!.Pass(request, conf.Cgi.Upstream, CgiState<ScgiUpstream, ScgiConf>.Begin(request, conf), Scheme);
    }
}

internal sealed class ScgiConf : IConf<ScgiConf>
{
    public static readonly LocationSlot<ScgiConf> Slot = new();

    public CgiConf Cgi { get; } = new();

    public void MergeFrom(ScgiConf? outer, HttpConfiguration configuration) => Cgi.MergeFrom(outer?.Cgi, "scgi", configuration);
}

/// <summary>A netstring of names and values, each with a zero behind it; the body's length comes first.</summary>
internal sealed class ScgiUpstream : CgiStreamUpstream, ICgiProtocol<ScgiConf>
{
    public ScgiConf Settings
    {
        set => Conf = value.Cgi;
    }

    public override ReadOnlySpan<byte> Schema => "scgi://"u8;

    protected override HandlerResult WriteHead(UpstreamRequest upstream)
    {
        Variables.Append("CONTENT_LENGTH\0"u8);
        Variables.Append(BodyLength(upstream));
        Variables.Append("\0"u8);
        Conf.Params.Write(upstream, Variables, static (target, name, value) =>
        {
            target.Append(name);
            target.Append("\0"u8);
            target.Append(value);
            target.Append("\0"u8);
        });
        upstream.Head.Append(Variables.Length);
        upstream.Head.Append(":"u8);
        upstream.Head.Append(Variables.Memory.Span);
        upstream.Head.Append(","u8);
        return HandlerResult.Ok;
    }
}
