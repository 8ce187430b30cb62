using Engine.Core.Conf;

namespace Engine.Upstream.Keepalive;

/// <summary><c>keepalive connections [local]</c> and the limits of kept connections.</summary>
internal static class KeepaliveDirectives
{
    public static void Register(Action<Directive> add)
    {
        add(new Directive("keepalive", ConfContext.HttpUpstream, 1, 2, SetKeepalive) { Default = "32 local", Note = "a connection belongs to the worker that made it" });
        add(new Directive("keepalive_requests", ConfContext.HttpUpstream, 1, 1, static use =>
            SettingsOf(use).Requests = ConfUnits.ParseNumber(use[0]) ?? throw use.Error("invalid number")) { Default = "1000" });
        add(new Directive("keepalive_time", ConfContext.HttpUpstream, 1, 1, static use =>
            SettingsOf(use).TimeMs = ConfUnits.ParseDuration(use[0]) ?? throw use.Error("invalid value")) { Default = "1h" });
        add(new Directive("keepalive_timeout", ConfContext.HttpUpstream, 1, 1, static use =>
            SettingsOf(use).TimeoutMs = ConfUnits.ParseDuration(use[0]) ?? throw use.Error("invalid value")) { Default = "60s" });
    }

    private static void SetKeepalive(DirectiveUse use)
    {
        var settings = SettingsOf(use);
        if (settings.IsSet)
            throw use.Error("\"keepalive\" directive is duplicate");
        if (ConfUnits.ParseNumber(use[0]) is not (>= 0 and <= int.MaxValue and var count))
            throw use.Error($"invalid value \"{use[0]}\" in \"keepalive\" directive");
        if (use.Count == 2 && use[1] != "local")
            throw use.Error($"invalid parameter \"{use[1]}\"");
        settings.IsSet = true;
        settings.MaxIdle = (int)count;
        settings.IsLocal = use.Count == 2;
    }

    private static KeepaliveSettings SettingsOf(DirectiveUse use) => UpstreamScope.Of(use).Group.Keepalive;
}
