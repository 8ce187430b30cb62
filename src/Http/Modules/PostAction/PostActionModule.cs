using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.PostAction;

/// <summary><c>post_action</c> of nginx's core: a request of the server's own behind each response, whose answer nobody sees.</summary>
public sealed class PostActionModule : HttpModule
{
    public override string Name => "post_action";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(PostActionConf.Slot);
        table.Add(Take.Bytes("post_action", ConfContext.HttpAnyIf, PostActionConf.Slot, static c => ref c.Target, "off", "it is a subrequest: the access log shows the request that was answered"));
        table.Handler(Phase.Log, PostActionHandler.Handle, static location => PostActionConf.Slot.Of(location).HasWork);
    }
}

public sealed class PostActionConf : IConf<PostActionConf>
{
    public static readonly LocationSlot<PostActionConf> Slot = new();

    private static readonly ByteString Off = ByteString.Copy("off"u8);

    /// <summary>A URI or the name of a location.</summary>
    public Setting<ByteString> Target;

    internal bool HasWork => Target.Value != Off;

    public void MergeFrom(PostActionConf? outer, HttpConfiguration configuration) => Target.MergeFrom(outer?.Target ?? default, Off);
}
