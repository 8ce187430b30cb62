using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Http.Locations;
using Engine.Http.Requests;

namespace Engine.Http.Conf;

/// <summary>A module's place in the arrays of conf objects. Made once per process, as a static of the module's conf class.</summary>
public abstract class HttpSlot
{
    internal int Index { get; private protected init; }

    internal abstract object Create();

    internal abstract void Merge(object conf, object? outer, HttpConfiguration configuration);

    /// <summary>The conf objects of one level, merged: a level that sets nothing shares the outer level's object.</summary>
    internal static void MergeAll(IReadOnlyList<HttpSlot> slots, object?[] confs, object?[]? outer, HttpConfiguration configuration)
    {
        foreach (var slot in slots)
        {
            ref var conf = ref confs[slot.Index];
            var inherited = outer?[slot.Index];
            if (conf is null && inherited is not null)
            {
                conf = inherited;
                continue;
            }

            conf ??= slot.Create();
            slot.Merge(conf, inherited, configuration);
        }
    }
}

public abstract class HttpSlot<TConf> : HttpSlot, IConfSlot<TConf> where TConf : class, IConf<TConf>, new()
{
    public TConf Open(ConfScope scope) => Reinterpret.As<TConf>(ConfsOf((HttpScope)scope)[Index] ??= new TConf());

    protected abstract object?[] ConfsOf(HttpScope scope);

    internal override object Create() => new TConf();

    internal override void Merge(object conf, object? outer, HttpConfiguration configuration) =>
        Reinterpret.As<TConf>(conf).MergeFrom(Reinterpret.As<TConf?>(outer), configuration);
}

/// <summary>Settings that stand once, in the http block.</summary>
public sealed class MainSlot<TConf> : HttpSlot<TConf> where TConf : class, IConf<TConf>, new()
{
    public MainSlot() => Index = SlotCounts.Main++;

    public TConf Of(HttpConfiguration configuration) => Reinterpret.As<TConf>(configuration.MainConfs[Index]);

    protected override object?[] ConfsOf(HttpScope scope) => scope.Configuration.MainConfs;
}

/// <summary>Settings of http and server.</summary>
public sealed class ServerSlot<TConf> : HttpSlot<TConf> where TConf : class, IConf<TConf>, new()
{
    public ServerSlot() => Index = SlotCounts.Server++;

    public TConf Of(VirtualServer server) => Reinterpret.As<TConf>(server.ServerConfs[Index]);

    protected override object?[] ConfsOf(HttpScope scope) => (scope.Server ?? scope.Configuration.Defaults).ServerConfs;
}

/// <summary>Settings of http, server, location and the blocks inside it.</summary>
public sealed class LocationSlot<TConf> : HttpSlot<TConf> where TConf : class, IConf<TConf>, new()
{
    public LocationSlot() => Index = SlotCounts.Location++;

    public TConf Of(Location location) => Reinterpret.As<TConf>(location.Confs[Index]);

    public TConf Of(HttpRequest request) => Of(request.Location);

    protected override object?[] ConfsOf(HttpScope scope) => scope.Location.Confs;
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
