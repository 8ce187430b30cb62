using Engine.Core.Conf;

namespace Engine.Upstream;

/// <summary>An open <c>upstream</c> block of http or stream.</summary>
public sealed class UpstreamScope(ConfContext context, ConfScope parent, UpstreamGroup group, Func<string, DirectiveUse, UpstreamKey> compileKey) : ConfScope(context, parent)
{
    public UpstreamGroup Group => group;

    /// <summary>The port of a server without one; 0 when each has to say it.</summary>
    public int DefaultPort => IsHttp ? 80 : 0;

    public bool IsHttp => Context == ConfContext.HttpUpstream;

    /// <summary>Compiles text with variables, which are http's or stream's.</summary>
    public UpstreamKey CompileKey(string text, DirectiveUse use) => compileKey(text, use);

    public static UpstreamScope Of(DirectiveUse use) => (UpstreamScope)use.Scope;
}
