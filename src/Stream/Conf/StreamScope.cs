using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Stream.Conf;

/// <summary>An open block inside <c>stream</c>, or that block itself.</summary>
public sealed class StreamScope(ConfContext context, ConfScope? parent, StreamConfiguration configuration, StreamServer? server) : ConfScope(context, parent), IVariableScope
{
    public StreamConfiguration Configuration => configuration;

    public VariableTable Variables => configuration.Variables;

    /// <summary>The server block around, or null in stream itself.</summary>
    public StreamServer? Server => server;

    /// <summary>Where the settings of this level are kept.</summary>
    internal StreamServer Level => server ?? configuration.Defaults;

    /// <summary>The scope of a directive, or the one around a block of another kind (<c>upstream</c>) that it stands in.</summary>
    public static StreamScope Of(DirectiveUse use)
    {
        var scope = use.Scope;
        while (scope is not StreamScope)
            scope = scope.Parent!;
        return (StreamScope)scope;
    }
}
