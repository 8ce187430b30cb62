using Engine.Core.Conf;

namespace Engine.Upstream.Balancing.Hash;

/// <summary><c>hash key [consistent]</c></summary>
internal static class HashDirective
{
    public static void Register(Action<Directive> add, ConfContext context) => add(new Directive("hash", context, 1, 2, Apply));

    private static void Apply(DirectiveUse use)
    {
        if (use.Count == 2 && use[1] != "consistent")
            throw use.Error($"invalid parameter \"{use[1]}\"");
        var scope = UpstreamScope.Of(use);
        var key = scope.CompileKey(use[0], use);
        scope.Group.Use(use.Count == 2 ? new ConsistentHashBalancer(key) : new HashBalancer(key), use);
    }
}
