using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Mirror;

/// <summary>ngx_http_mirror_module: copies of requests, whose answers nobody sees.</summary>
public sealed class MirrorModule : HttpModule
{
    public override string Name => "mirror";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(MirrorConf.Slot);
        table.Add(Take.Custom("mirror", ConfContext.HttpAny, 1, 1, MirrorConf.Slot, MirrorConf.Read, "off"));
        table.Add(Take.Flag("mirror_request_body", ConfContext.HttpAny, MirrorConf.Slot, static c => ref c.RequestBody, "on"));
        table.Handler(Phase.PreContent, MirrorHandler.Handle, static location => MirrorConf.Slot.Of(location).Uris.Count > 0);
    }
}

public sealed class MirrorConf : IConf<MirrorConf>
{
    public static readonly LocationSlot<MirrorConf> Slot = new();

    public Setting<bool> RequestBody;

    /// <summary>Null while this level says nothing; empty when it is off.</summary>
    private List<ByteString>? uris;

    internal IReadOnlyList<ByteString> Uris => uris ?? [];

    public static void Read(DirectiveUse use, MirrorConf conf)
    {
        var isOff = use[0] == "off";
        if (conf.uris is not null && (isOff || conf.uris.Count == 0))
            throw use.Error("\"mirror\" directive is duplicate");
        conf.uris ??= [];
        if (!isOff)
            conf.uris.Add(use.Bytes(0));
    }

    public void MergeFrom(MirrorConf? outer, HttpConfiguration configuration)
    {
        uris ??= outer?.uris;
        RequestBody.MergeFrom(outer?.RequestBody ?? default, true);
    }
}
