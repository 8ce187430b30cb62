using Engine.Core.Buffers;
using Engine.Http.Locations;
using Engine.Http.Modules.Core;

namespace Engine.Http.Conf;

/// <summary>A server block.</summary>
public sealed class VirtualServer
{
    internal VirtualServer(string file, int line)
    {
        File = file;
        Line = line;
        ServerConfs = new object?[SlotCounts.Server];
        Location = new Location(LocationKind.Server, default, null);
    }

    internal string File { get; }

    internal int Line { get; }

    internal object?[] ServerConfs { get; }

    /// <summary>Holds the location-level settings of the server block: what applies before a location is chosen.</summary>
    public Location Location { get; }

    /// <summary>The locations of the server, and inside them theirs.</summary>
    internal LocationTree Locations { get; set; } = LocationTree.Empty;

    internal Dictionary<ByteString, Location> NamedLocations { get; } = new(ByteStringComparer.Instance);

    /// <summary>The first <c>server_name</c>: <c>$server_name</c>.</summary>
    public ByteString Name { get; internal set; }

    public CoreServerConf Core { get; internal set; } = null!;

    internal IEnumerable<Location> AllLocations() => NamedLocations.Values.SelectMany(static named => named.Descendants()).Concat(Location.Descendants());
}
