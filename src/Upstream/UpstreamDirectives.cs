using Engine.Core.Conf;
using Engine.Upstream.Balancing.Hash;
using Engine.Upstream.Balancing.IpHash;
using Engine.Upstream.Balancing.LeastConn;
using Engine.Upstream.Balancing.LeastTime;
using Engine.Upstream.Balancing.Random;
using Engine.Upstream.Keepalive;
using Engine.Upstream.Resolve;

namespace Engine.Upstream;

/// <summary>What stands inside an <c>upstream</c> block.</summary>
public static class UpstreamDirectives
{
    /// <summary>Registers the rows, one line for each balancing method.</summary>
    /// <param name="context">http's upstream block, or stream's.</param>
    public static void Register(Action<Directive> add, ConfContext context)
    {
        add(new Directive("server", context, 1, int.MaxValue, ServerDirective.Apply));
        add(new Directive("zone", context, 1, 2, SetZone) { Note = "the state is shared by all workers with or without it; with it, it outlives a reload" });
        ResolveDirectives.Register(add, context);
        LeastConnBalancer.Register(add, context);
        LeastTimeBalancer.Register(add, context);
        HashDirective.Register(add, context);
        RandomBalancer.Register(add, context);
    }

    /// <summary>Registers the rows that only http's upstream block has.</summary>
    public static void RegisterHttp(Action<Directive> add)
    {
        KeepaliveDirectives.Register(add);
        IpHashBalancer.Register(add);
    }

    private static void SetZone(DirectiveUse use)
    {
        const long smallest = 8 * 4096;
        if (use[0].Length == 0)
            throw use.Error($"invalid zone name \"{use[0]}\"");
        if (use.Count == 2)
        {
            if (ConfUnits.ParseSize(use[1]) is not { } size)
                throw use.Error($"invalid zone size \"{use[1]}\"");
            if (size < smallest)
                throw use.Error($"zone \"{use[0]}\" is too small");
        }

        UpstreamScope.Of(use).Group.Zone = use[0];
    }
}
