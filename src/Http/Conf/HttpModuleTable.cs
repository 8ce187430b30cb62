using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Filters;
using Engine.Http.Locations;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Conf;

/// <summary>What the modules register: directives, variables, phase handlers, filters.</summary>
public sealed class HttpModuleTable(DirectiveTable directives, FilterOrder order) : ModuleTable<HttpRequest, HttpConfiguration>(directives)
{
    private readonly List<ConfSlot<HttpConfiguration>> locationSlots = [];
    private readonly List<object> requestSlots = [];
    private readonly List<PhaseRegistration> handlers = [];
    private readonly List<FilterRegistration<HeaderFilter>> headerFilters = [];
    private readonly List<FilterRegistration<BodyFilter>> bodyFilters = [];
    private LocationCompiler? compiler;

    internal IReadOnlyList<ConfSlot<HttpConfiguration>> LocationSlots => locationSlots;

    public void Slot<TConf>(MainSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => AddMain(slot);

    public void Slot<TConf>(ServerSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => AddServer(slot);

    public void Slot<TConf>(LocationSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => locationSlots.Add(slot);

    /// <summary>Reserves the state's place in every request.</summary>
    public void Slot<TState>(RequestSlot<TState> slot) where TState : class => requestSlots.Add(slot);

    /// <summary>A handler of a phase. Handlers run in the order of the module list; one that a location has disabled costs it nothing.</summary>
    public void Handler(Phase phase, PhaseHandler handler, Predicate<Location>? enabled = null) =>
        handlers.Add(new PhaseRegistration(phase, handlers.Count, handler, enabled));

    /// <summary>A header filter; its name has a place in the filter order.</summary>
    public void Filter(string name, HeaderFilter filter, Predicate<Location>? enabled = null) =>
        headerFilters.Add(new FilterRegistration<HeaderFilter>(order.HeaderPlace(name), filter, enabled, enabled));

    /// <summary>A body filter; its name has a place in the filter order.</summary>
    public void Filter(string name, BodyFilter filter, Predicate<Location>? enabled = null) =>
        bodyFilters.Add(new FilterRegistration<BodyFilter>(order.BodyPlace(name), filter, enabled, enabled));

    /// <summary>
    /// A body filter of those requests for which a module has set a state (a slot that drives a filter): it costs others nothing, but where
    /// <paramref name="always"/> says that it is to be asked in any case.
    /// </summary>
    public void FilterByState(string name, BodyFilter filter, Predicate<Location> enabled, Predicate<Location> always) =>
        bodyFilters.Add(new FilterRegistration<BodyFilter>(order.BodyPlace(name), filter, enabled, always));

    /// <summary>Gives a merged location the handlers and filters that it needs.</summary>
    internal void Compile(Location location) => (compiler ??= MakeCompiler()).Compile(location);

    private LocationCompiler MakeCompiler()
    {
        var byPhase = Enumerable.Range(0, (int)Phase.Log + 1)
            .Select(phase => handlers.Where(row => (int)row.Phase == phase).Select(static row => (new PlacedHandler(row.Ordinal, row.Handler), row.Enabled)));
        return new LocationCompiler(
            [.. byPhase.Select(static rows => new EnabledRows<PlacedHandler>(rows))],
            Rows(headerFilters, 0, static row => row.Always),
            Chains(0),
            Chains(order.PostponePlace));
    }

    private BodyFilterRows Chains(int from) => new(Rows(bodyFilters, from, static row => row.Always), Rows(bodyFilters, from, static row => row.Enabled));

    private static EnabledRows<TFilter> Rows<TFilter>(
        List<FilterRegistration<TFilter>> rows, int from, Func<FilterRegistration<TFilter>, Predicate<Location>?> condition) =>
        new(rows.Where(row => row.Place >= from).OrderBy(static row => row.Place).Select(row => (row.Filter, condition(row))));

    private sealed record PhaseRegistration(Phase Phase, int Ordinal, PhaseHandler Handler, Predicate<Location>? Enabled);

    private sealed record FilterRegistration<TFilter>(int Place, TFilter Filter, Predicate<Location>? Enabled, Predicate<Location>? Always);
}

/// <summary>The order of the filter chains: the first name runs first.</summary>
public sealed class FilterOrder(IReadOnlyList<string> headers, IReadOnlyList<string> bodies)
{
    /// <summary>Where the output of subrequests joins the main request's chain.</summary>
    public const string Postpone = "postpone";

    internal int PostponePlace { get; } = PlaceOf(bodies, Postpone);

    internal int HeaderPlace(string name) => PlaceOf(headers, name);

    internal int BodyPlace(string name) => PlaceOf(bodies, name);

    private static int PlaceOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return i;
        }

        throw new ArgumentException($"\"{name}\" has no place in the filter order");
    }
}
