using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Locations;
using Engine.Http.Requests;

namespace Engine.Http.Conf;

/// <summary>Settings that stand once, in the http block.</summary>
public sealed class MainSlot<TConf> : ConfSlot<TConf, HttpConfiguration> where TConf : class, IConf<TConf>, new()
{
    public MainSlot() => Index = SlotCounts.Main++;

    public TConf Of(HttpConfiguration configuration) => Reinterpret.As<TConf>(configuration.MainConfs[Index]);

    protected override object?[] ConfsOf(ConfScope scope) => ((HttpScope)scope).Configuration.MainConfs;
}

/// <summary>Settings of http and server.</summary>
public sealed class ServerSlot<TConf> : ConfSlot<TConf, HttpConfiguration> where TConf : class, IConf<TConf>, new()
{
    public ServerSlot() => Index = SlotCounts.Server++;

    public TConf Of(VirtualServer server) => Reinterpret.As<TConf>(server.ServerConfs[Index]);

    protected override object?[] ConfsOf(ConfScope scope) => ServerOf((HttpScope)scope).ServerConfs;

    private static VirtualServer ServerOf(HttpScope scope) => scope.Server ?? scope.Configuration.Defaults;
}

/// <summary>Settings of http, server, location and the blocks inside it.</summary>
public sealed class LocationSlot<TConf> : ConfSlot<TConf, HttpConfiguration> where TConf : class, IConf<TConf>, new()
{
    public LocationSlot() => Index = SlotCounts.Location++;

    public TConf Of(Location location) => Reinterpret.As<TConf>(location.Confs[Index]);

    public TConf Of(HttpRequest request) => Of(request.Location);

    protected override object?[] ConfsOf(ConfScope scope) => ((HttpScope)scope).Location.Confs;
}

/// <summary>A module's state of one request.</summary>
/// <param name="survivesRedirects">The state stays over internal redirects, which make modules forget theirs.</param>
/// <param name="drivesFilter">A body filter of the module works on those requests that have a state.</param>
public sealed class RequestSlot<TState>(bool survivesRedirects = false, bool drivesFilter = false) where TState : class
{
    private readonly int index = SlotCounts.NextRequest(survivesRedirects);

    public TState? Of(HttpRequest request)
    {
        var states = request.ModuleStates;
        return index < states.Length ? Reinterpret.As<TState?>(states[index]) : null;
    }

    public void Set(HttpRequest request, TState? state)
    {
        // A slot is made when its module's class is first used: requests may be older.
        if (index >= request.ModuleStates.Length)
            request.GrowModuleStates();
        request.ModuleStates[index] = state;
        if (drivesFilter)
            request.HasFilterState = true;
    }
}

internal static class SlotCounts
{
    public static int Main;
    public static int Server;
    public static int Location;
    public static int Request;

    /// <summary>The request slots whose states survive internal redirects.</summary>
    public static readonly List<int> Lasting = [];

    public static int NextRequest(bool survivesRedirects)
    {
        if (survivesRedirects)
            Lasting.Add(Request);
        return Request++;
    }
}
