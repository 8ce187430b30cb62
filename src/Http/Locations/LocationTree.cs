using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Locations;

/// <summary>The locations of one level, arranged so that a look-up costs the same with fifty thousand of them.</summary>
internal sealed class LocationTree
{
    public static readonly LocationTree Empty = new([]);

    private readonly Dictionary<ByteString, Location>.AlternateLookup<ReadOnlySpan<byte>> exact;
    private readonly Dictionary<ByteString, Location>.AlternateLookup<ReadOnlySpan<byte>> redirects;
    private readonly Prefix[] prefixes;
    private readonly Location[] patterns;

    private LocationTree(IReadOnlyCollection<Location> locations)
    {
        exact = Index(locations.Where(static l => l.Kind == LocationKind.Exact), static l => l.Name);
        redirects = Index(
            locations.Where(static l => l.AutoRedirect && l.Kind != LocationKind.Regex && l.Name.Span is [.., (byte)'/']).DistinctBy(static l => l.Name),
            static l => l.Name.Slice(0, l.Name.Length - 1));
        prefixes = [.. locations.Where(static l => l.Kind is LocationKind.Prefix or LocationKind.PrefixNoRegex)
            .OrderBy(static l => l.Name, ByteStringComparer.Instance)
            .Select(static l => new Prefix(l, l.Name, -1))];
        patterns = [.. locations.Where(static l => l.Kind == LocationKind.Regex)];
        LinkShorter();
    }

    public bool IsEmpty => prefixes.Length == 0 && patterns.Length == 0 && exact.Dictionary.Count == 0;

    /// <summary>Arranges the locations of a block, and inside them theirs.</summary>
    public static LocationTree Build(List<Location> locations)
    {
        foreach (var location in locations)
            location.Nested = Build(location.Children);
        return locations.Count == 0 ? Empty : new LocationTree(locations);
    }

    /// <summary>Chooses the location for <paramref name="uri"/>, as nginx's location choice does, nested locations included.</summary>
    public LocationMatch Find(HttpRequest request, ByteString uri)
    {
        if (exact.TryGetValue(uri.Span, out var location))
            return new LocationMatch(location, IsFinal: true);
        location = FindPrefix(uri.Span);
        if (redirects.Dictionary.Count > 0 && location?.Name.Length != uri.Length && redirects.TryGetValue(uri.Span, out var redirect))
            return new LocationMatch(redirect, IsFinal: true) { NeedsSlash = true };
        var match = new LocationMatch(location, IsFinal: false);
        if (location is { Nested.IsEmpty: false })
        {
            var nested = location.Nested.Find(request, uri);
            if (nested.Location is not null)
                match = nested;
        }

        return match.IsFinal || location?.Kind == LocationKind.PrefixNoRegex || patterns.Length == 0 ? match : FindPattern(request, uri) ?? match;
    }

    private LocationMatch? FindPattern(HttpRequest request, ByteString uri)
    {
        foreach (var pattern in patterns)
        {
            if (!pattern.Pattern!.IsMatch(request, uri))
                continue;
            var nested = pattern.Nested.IsEmpty ? default : pattern.Nested.Find(request, uri);
            return nested.Location is null ? new LocationMatch(pattern, IsFinal: true) : nested with { IsFinal = true };
        }

        return null;
    }

    /// <summary>The longest prefix of <paramref name="uri"/>: the greatest name not behind it, or a shorter one that begins it.</summary>
    private Location? FindPrefix(ReadOnlySpan<byte> uri)
    {
        int low = 0, high = prefixes.Length - 1, candidate = -1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (prefixes[middle].Name.Span.SequenceCompareTo(uri) <= 0)
            {
                candidate = middle;
                low = middle + 1;
            }
            else
                high = middle - 1;
        }

        while (candidate >= 0 && !uri.StartsWith(prefixes[candidate].Name.Span))
            candidate = prefixes[candidate].Shorter;
        return candidate < 0 ? null : prefixes[candidate].Location;
    }

    /// <summary>Each prefix learns the next shorter one that begins it, so that a failed comparison goes straight there.</summary>
    private void LinkShorter()
    {
        for (var i = 1; i < prefixes.Length; i++)
        {
            var shorter = i - 1;
            while (shorter >= 0 && !prefixes[i].Name.Span.StartsWith(prefixes[shorter].Name.Span))
                shorter = prefixes[shorter].Shorter;
            prefixes[i] = prefixes[i] with { Shorter = shorter };
        }
    }

    private static Dictionary<ByteString, Location>.AlternateLookup<ReadOnlySpan<byte>> Index(IEnumerable<Location> locations, Func<Location, ByteString> key) =>
        locations.ToDictionary(key, ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();

    private readonly record struct Prefix(Location Location, ByteString Name, int Shorter);
}

/// <summary>What a look-up found.</summary>
/// <param name="IsFinal">Regular expressions of outer levels are not asked any more.</param>
internal readonly record struct LocationMatch(Location? Location, bool IsFinal)
{
    /// <summary>The URI is the location's name without its last slash.</summary>
    public bool NeedsSlash { get; init; }
}
