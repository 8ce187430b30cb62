using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Upstream;

namespace Engine.Stream.Modules.Upstream;

/// <summary><c>upstream name { … }</c></summary>
internal static class UpstreamBlock
{
    public static void Read(DirectiveUse use, UpstreamMainConf conf)
    {
        var group = conf.Groups.Define(use);
        use.ParseBlock(new UpstreamScope(ConfContext.StreamUpstream, use.Scope, group, static (text, inner) => new Key(ComplexValue.Compile(text, inner))));
        if (group.Servers.Count == 0)
            throw use.Error("no servers are inside upstream");
    }

    private sealed class Key(ComplexValue value) : UpstreamKey
    {
        public override ByteString Evaluate(IUpstreamClient client) => value.Evaluate(((IUpstreamSession)client).Session);
    }
}
