using System.Globalization;
using Engine.Core.Conf;

namespace Engine.Upstream;

/// <summary><c>server address [parameters]</c></summary>
internal static class ServerDirective
{
    private const int DefaultPort = 80;

    public static void Apply(DirectiveUse use)
    {
        var group = UpstreamScope.Of(use).Group;
        var server = Resolve(use);
        foreach (var parameter in use.Arguments.Skip(1))
            server = Read(server, parameter, group, use);
        group.Servers.Add(server);
    }

    private static UpstreamServer Resolve(DirectiveUse use)
    {
        if (use[0].StartsWith("unix:", StringComparison.Ordinal))
            return ServerAddresses.Resolve(use[0], 0, use.File, use.Line);
        var (host, port) = ServerAddresses.Split(use[0], out var error) ?? throw use.Error($"{error} in upstream \"{use[0]}\"");
        var server = ServerAddresses.Resolve(host, port == 0 ? DefaultPort : port, use.File, use.Line);
        return server with { Name = use.Bytes(0) };
    }

    private static UpstreamServer Read(UpstreamServer server, string parameter, UpstreamGroup group, DirectiveUse use)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var value = equals < 0 ? "" : parameter[(equals + 1)..];
        switch (equals < 0 ? parameter : parameter[..equals])
        {
            case "weight" when Number(value) is > 0 and var weight:
                return server with { Weight = weight };
            case "max_conns" when Number(value) is { } connections:
                return server with { MaxConnections = connections };
            case "max_fails" when Number(value) is { } fails:
                return server with { MaxFails = fails };
            case "fail_timeout" when ConfUnits.ParseDuration(value, seconds: true) is { } seconds:
                return server with { FailTimeoutMs = seconds * 1000 };
            case "down" when equals < 0:
                return server with { IsDown = true };
            case "backup" when equals < 0:
                if (!group.Balancer.SupportsBackup)
                    throw use.Error("balancing method does not support parameter \"backup\"");
                return server with { IsBackup = true };
            default:
                throw use.Error($"invalid parameter \"{parameter}\"");
        }
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
