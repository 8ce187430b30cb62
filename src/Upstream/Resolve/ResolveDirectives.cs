using Engine.Core.Conf;
using Engine.Core.Net.Resolver;

namespace Engine.Upstream.Resolve;

/// <summary><c>resolver</c> and <c>resolver_timeout</c> of one upstream.</summary>
internal static class ResolveDirectives
{
    public static void Register(Action<Directive> add, ConfContext context)
    {
        add(new Directive("resolver", context, 1, int.MaxValue, SetResolver));
        add(new Directive("resolver_timeout", context, 1, 1, SetTimeout) { Default = "30s" });
    }

    private static void SetResolver(DirectiveUse use)
    {
        var group = UpstreamScope.Of(use).Group;
        group.Resolver = ResolverDirective.ReadOnce(use, group.Resolver is not null);
    }

    private static void SetTimeout(DirectiveUse use)
    {
        var group = UpstreamScope.Of(use).Group;
        if (group.OwnResolverTimeoutMs is not null)
            throw use.Error("\"resolver_timeout\" directive is duplicate");
        group.OwnResolverTimeoutMs = ConfUnits.ParseDuration(use[0]) ?? throw use.Error("\"resolver_timeout\" directive invalid value");
    }
}
