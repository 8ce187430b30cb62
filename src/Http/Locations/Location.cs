using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Filters;
using Engine.Http.Modules.Core;
using Engine.Http.Phases;

namespace Engine.Http.Locations;

public enum LocationKind
{
    /// <summary>Holds the location-level settings of a server or of http.</summary>
    Server,

    /// <summary><c>location /prefix</c></summary>
    Prefix,

    /// <summary><c>location ^~ /prefix</c>: regular expressions are not asked.</summary>
    PrefixNoRegex,

    /// <summary><c>location = /uri</c></summary>
    Exact,

    /// <summary><c>location ~ regex</c> and <c>~*</c></summary>
    Regex,

    /// <summary><c>location @name</c></summary>
    Named,

    /// <summary>An <c>if</c> block.</summary>
    If,

    /// <summary>A <c>limit_except</c> block.</summary>
    LimitExcept,
}

/// <summary>A location block, or another block with location-level settings.</summary>
public sealed class Location
{
    internal Location(LocationKind kind, ByteString name, Location? parent)
    {
        Kind = kind;
        Name = name;
        Parent = parent;
        Confs = new object?[SlotCounts.Location];
        Handlers.AsSpan().Fill([]);
    }

    public LocationKind Kind { get; }

    /// <summary>The prefix, URI, name with "@" or pattern; empty for the other kinds.</summary>
    public ByteString Name { get; }

    public Location? Parent { get; }

    internal CapturingRegex? Pattern { get; init; }

    internal object?[] Confs { get; }

    internal List<Location> Children { get; } = [];

    private HashSet<(bool IsExact, ByteString Name)>? childNames;

    /// <summary>The blocks inside with settings of their own that are chosen by code: <c>if</c>, <c>limit_except</c>.</summary>
    internal List<Location> PseudoChildren { get; } = [];

    internal LocationTree Nested { get; set; } = LocationTree.Empty;

    public CoreLocationConf Core { get; internal set; } = null!;

    /// <summary>What answers requests of this location, when it is not left to the content phase's handlers.</summary>
    public PhaseHandler? ContentHandler { get; set; }

    /// <summary>A request for the name without its last slash, if it has one, is redirected to it: so it is where a proxying module serves.</summary>
    public bool AutoRedirect { get; private set; }

    /// <summary>A module that passes requests on to another server answers here (<c>proxy_pass</c> and its kind).</summary>
    public void PassTo(PhaseHandler handler)
    {
        ContentHandler = handler;
        AutoRedirect = true;
    }

    internal PlacedHandler[][] Handlers { get; } = new PlacedHandler[(int)Phase.Log + 1][];

    /// <summary>A bit for each phase in which something happens here: it has handlers, or is one of the phases that modules have no part in.</summary>
    internal uint Phases { get; set; } = uint.MaxValue;

    internal HeaderFilter[] HeaderFilters { get; set; } = [];

    internal BodyFilters BodyFilters { get; set; } = BodyFilters.None;

    internal BodyFilters BodyFiltersAfterPostpone { get; set; } = BodyFilters.None;

    public bool IsNamed => Kind == LocationKind.Named;

    /// <summary>False when a location of that kind and name is there already.</summary>
    internal bool AddChild(Location child)
    {
        if (child.Kind != LocationKind.Regex && !(childNames ??= []).Add((child.Kind == LocationKind.Exact, child.Name)))
            return false;
        Children.Add(child);
        return true;
    }

    /// <summary>This one and everything inside it.</summary>
    internal IEnumerable<Location> Descendants() => Children.Concat(PseudoChildren).SelectMany(static inner => inner.Descendants()).Prepend(this);
}
