using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Locations;

namespace Engine.Http.Conf;

/// <summary>An open block inside <c>http</c>.</summary>
public sealed class HttpScope : ConfScope, IVariableScope
{
    public HttpScope(ConfContext context, ConfScope? parent, HttpConfiguration configuration, VirtualServer? server, Location location)
        : base(context, parent)
    {
        Configuration = configuration;
        Server = server;
        Location = location;
    }

    public HttpConfiguration Configuration { get; }

    public VariableTable Variables => Configuration.Variables;

    /// <summary>The server block around, or null in http itself.</summary>
    public VirtualServer? Server { get; }

    /// <summary>The location around; in http and server, the one that holds their location-level settings.</summary>
    public Location Location { get; }

    /// <summary>The scope of a directive, or the one around a block of another kind (<c>upstream</c>) that it stands in.</summary>
    public static HttpScope Of(DirectiveUse use)
    {
        var scope = use.Scope;
        while (scope is not HttpScope)
            scope = scope.Parent!;
        return (HttpScope)scope;
    }

    /// <summary>A block inside this one with location-level settings of its own.</summary>
    public HttpScope Nest(ConfContext context, Location inner) => new(context, this, Configuration, Server, inner);
}
