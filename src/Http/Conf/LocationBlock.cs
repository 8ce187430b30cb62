using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Locations;

namespace Engine.Http.Conf;

/// <summary><c>location [ = | ^~ | ~ | ~* ] uri</c> and <c>location @name</c></summary>
internal static class LocationBlock
{
    public static void Read(DirectiveUse use)
    {
        var scope = HttpScope.Of(use);
        var (modifier, name) = Split(use);
        var location = Make(modifier, name, scope.Location, use);
        if (scope.Context == ConfContext.HttpLocation)
            CheckNesting(scope.Location, location, use);
        Place(location, scope, use);
        use.ParseBlock(scope.Nest(ConfContext.HttpLocation, location));
    }

    /// <summary>The modifier may stand apart or lean on the URI ("=/x").</summary>
    private static (string Modifier, string Name) Split(DirectiveUse use)
    {
        if (use.Count == 2)
        {
            return use[0] is "=" or "^~" or "~" or "~*"
                ? (use[0], use[1])
                : throw use.Error($"invalid location modifier \"{use[0]}\"");
        }

        foreach (var modifier in (ReadOnlySpan<string>)["~*", "^~", "=", "~"])
        {
            if (use[0].StartsWith(modifier, StringComparison.Ordinal))
                return (modifier, use[0][modifier.Length..]);
        }

        return ("", use[0]);
    }

    private static Location Make(string modifier, string name, Location outer, DirectiveUse use)
    {
        var bytes = ByteString.From(name);
        return modifier switch
        {
            "=" => new Location(LocationKind.Exact, bytes, outer),
            "^~" => new Location(LocationKind.PrefixNoRegex, bytes, outer),
            "~" or "~*" => new Location(LocationKind.Regex, bytes, outer) { Pattern = CapturingRegex.Compile(bytes, modifier == "~*", use) },
            _ when name.StartsWith('@') => new Location(LocationKind.Named, bytes, outer),
            _ => new Location(LocationKind.Prefix, bytes, outer),
        };
    }

    private static void CheckNesting(Location outer, Location inner, DirectiveUse use)
    {
        if (outer.Kind == LocationKind.Exact)
            throw use.Error($"location \"{inner.Name}\" cannot be inside the exact location \"{outer.Name}\"");
        if (outer.Kind == LocationKind.Named)
            throw use.Error($"location \"{inner.Name}\" cannot be inside the named location \"{outer.Name}\"");
        if (inner.Kind == LocationKind.Named)
            throw use.Error($"named location \"{inner.Name}\" can be on the server level only");
        if (inner.Kind != LocationKind.Regex && outer.Kind != LocationKind.Regex && !inner.Name.Span.StartsWith(outer.Name.Span))
            throw use.Error($"location \"{inner.Name}\" is outside location \"{outer.Name}\"");
    }

    private static void Place(Location location, HttpScope scope, DirectiveUse use)
    {
        if (location.IsNamed)
        {
            if (!scope.Server!.NamedLocations.TryAdd(location.Name, location))
                throw use.Error($"duplicate location \"{location.Name}\"");
            return;
        }

        if (!scope.Location.AddChild(location))
            throw use.Error($"duplicate location \"{location.Name}\"");
    }
}
