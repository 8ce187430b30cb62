using Engine.Http.Filters;
using Engine.Http.Locations;
using Engine.Http.Phases;

namespace Engine.Http.Conf;

/// <summary>Gives locations the handlers and filters that they need, of the rows that all modules registered.</summary>
internal sealed class LocationCompiler(
    EnabledRows<PlacedHandler>[] handlers, EnabledRows<HeaderFilter> headerFilters, EnabledRows<BodyFilter> bodyFilters, EnabledRows<BodyFilter> bodyFiltersAfterPostpone)
{
    public void Compile(Location location)
    {
        for (var phase = Phase.PostRead; phase <= Phase.Log; phase++)
            location.Handlers[(int)phase] = handlers[(int)phase].For(location);
        location.HeaderFilters = headerFilters.For(location);
        location.BodyFilters = bodyFilters.For(location);
        location.BodyFiltersAfterPostpone = bodyFiltersAfterPostpone.For(location);
    }
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
