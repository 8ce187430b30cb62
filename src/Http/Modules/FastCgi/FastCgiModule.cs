using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Cgi;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.FastCgi;

/// <summary>ngx_http_fastcgi_module: requests are passed to FastCGI servers.</summary>
public sealed class FastCgiModule : HttpModule
{
    private const ConfContext Any = ConfContext.HttpAny;

    public override string Name => "fastcgi";

    public override void Register(HttpModuleTable table)
    {
        var slot = FastCgiConf.Slot;
        CgiConf.Register(table, "fastcgi", "", slot, static conf => conf.Cgi, Handle);
        table.Slot(CgiState<FastCgiUpstream, FastCgiConf>.Slot);
        table.Add(Take.Bytes("fastcgi_index", Any, slot, static c => ref c.Index));
        table.Add(Take.One("fastcgi_split_path_info", Any, slot, static c => ref c.SplitPathInfo, "", "", ReadSplit));
        table.Add(Take.Flag("fastcgi_keep_conn", Any, slot, static c => ref c.KeepConnection, "off"));
        table.Add(Take.Custom("fastcgi_catch_stderr", Any, 1, 1, slot, static (use, conf) => (conf.CatchStandardError ??= []).Add(use.Bytes(0))));
        table.UncachedVariable("fastcgi_script_name", FastCgiScript.Name);
        table.UncachedVariable("fastcgi_path_info", FastCgiScript.PathInfo);
    }

    public override void OnLoaded(HttpConfiguration configuration) =>
        CgiConf.UseDirectories(configuration, static location => FastCgiConf.Slot.Of(location).Cgi);

    private static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        var conf = FastCgiConf.Slot.Of(request);
        return conf.Cgi.Target!.Pass(request, conf.Cgi.Upstream, CgiState<FastCgiUpstream, FastCgiConf>.Begin(request, conf), "");
    }

    private static CapturingRegex? ReadSplit(DirectiveUse use, string text)
    {
        var regex = CapturingRegex.Compile(ByteString.From(text), ignoreCase: false, use);
        return regex.CaptureCount == 2 ? regex : throw use.Error($"pattern \"{text}\" must have 2 captures");
    }
}

internal sealed class FastCgiConf : IConf<FastCgiConf>
{
    public static readonly LocationSlot<FastCgiConf> Slot = new();

    public Setting<ByteString> Index;
    public Setting<CapturingRegex?> SplitPathInfo;
    public Setting<bool> KeepConnection;

    public CgiConf Cgi { get; } = new();

    /// <summary>Texts that make a response invalid when the application writes them to its standard error.</summary>
    public List<ByteString>? CatchStandardError { get; set; }

    public void MergeFrom(FastCgiConf? outer, HttpConfiguration configuration)
    {
        Cgi.MergeFrom(outer?.Cgi, "fastcgi", configuration);
        Index.MergeFrom(outer?.Index ?? default, default);
        SplitPathInfo.MergeFrom(outer?.SplitPathInfo ?? default, null);
        KeepConnection.MergeFrom(outer?.KeepConnection ?? default, false);
        CatchStandardError ??= outer?.CatchStandardError;
    }
}
