using Engine.Http.Filters;
using Engine.Http.Locations;
using Engine.Http.Phases;

namespace Engine.Http.Conf;

/// <summary>Gives locations the handlers and filters that they need, of the rows that all modules registered.</summary>
internal sealed class LocationCompiler(
    EnabledRows<PlacedHandler>[] handlers, EnabledRows<HeaderFilter> headerFilters, BodyFilterRows bodyFilters, BodyFilterRows bodyFiltersAfterPostpone)
{
    private const uint OwnPhases = (1u << (int)Phase.FindConfig) | (1u << (int)Phase.PostRewrite) | (1u << (int)Phase.PostAccess) | (1u << (int)Phase.Content);

    public void Compile(Location location)
    {
        location.Phases = OwnPhases;
        for (var phase = Phase.PostRead; phase <= Phase.Log; phase++)
        {
            location.Handlers[(int)phase] = handlers[(int)phase].For(location);
            if (location.Handlers[(int)phase].Length > 0)
                location.Phases |= 1u << (int)phase;
        }

        location.HeaderFilters = headerFilters.For(location);
        location.BodyFilters = bodyFilters.For(location);
        location.BodyFiltersAfterPostpone = bodyFiltersAfterPostpone.For(location);
    }
}

/// <summary>The body filters of usual requests, and of those for which modules have set states that drive more.</summary>
internal sealed record BodyFilterRows(EnabledRows<BodyFilter> Usual, EnabledRows<BodyFilter> All)
{
    public BodyFilters For(Location location) => new(Usual.For(location), All.For(location));
}

/// <summary>Rows that each location has or has not. Fifty thousand locations are alike for the most part: neighbours share an array.</summary>
internal sealed class EnabledRows<TRow>(IEnumerable<(TRow Row, Predicate<Location>? Enabled)> all)
{
    private readonly (TRow Row, Predicate<Location>? Enabled)[] all = [.. all];
    private readonly List<TRow> chosen = [];
    private TRow[] last = [];

    /// <summary>The rows of a location, in order; the array may be that of another one.</summary>
    public TRow[] For(Location location)
    {
        chosen.Clear();
        foreach (var (row, enabled) in all)
        {
            if (enabled is null || enabled(location))
                chosen.Add(row);
        }

        if (!chosen.SequenceEqual(last))
            last = [.. chosen];
        return last;
    }
}
