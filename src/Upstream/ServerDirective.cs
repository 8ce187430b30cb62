using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Upstream.Resolve;

namespace Engine.Upstream;

/// <summary><c>server address [parameters]</c></summary>
internal static class ServerDirective
{
    private const int MaxRoute = 32;
    private const string ServicePrefix = "service=";

    public static void Apply(DirectiveUse use)
    {
        var group = UpstreamScope.Of(use).Group;
        var server = use.Arguments.Skip(1).Contains("resolve") ? AtRunTime(use) : Resolve(use);
        foreach (var parameter in use.Arguments.Skip(1))
            server = Read(server, parameter, group, use);
        group.Servers.Add(server);
    }

    private static UpstreamServer Resolve(DirectiveUse use)
    {
        if (use[0].StartsWith("unix:", StringComparison.Ordinal))
            return ServerAddresses.Resolve(use[0], 0, use.File, use.Line);
        var (host, port) = Split(use);
        var server = ServerAddresses.Resolve(host, PortOr(port, use), use.File, use.Line);
        return server with { Name = use.Bytes(0) };
    }

    /// <summary>A name whose addresses are asked for later; an address needs nobody to be asked.</summary>
    private static UpstreamServer AtRunTime(DirectiveUse use)
    {
        var service = use.Arguments.Skip(1).FirstOrDefault(static argument => argument.StartsWith(ServicePrefix, StringComparison.Ordinal))?[ServicePrefix.Length..];
        if (use[0].StartsWith("unix:", StringComparison.Ordinal) || ServerAddresses.OfLiteral(Split(use).Host, 1) is not null)
            return Resolve(use);
        var (host, port) = Split(use);
        if (service is not null && port != 0)
            throw use.Error($"service upstream \"{use[0]}\" may not have port");
        if (service is "")
            throw use.Error("empty service name");
        return new UpstreamServer(use.Bytes(0), []) { Resolve = new ResolvedName(host, service is null ? PortOr(port, use) : 0, service) };
    }

    private static int PortOr(int port, DirectiveUse use)
    {
        port = port == 0 ? UpstreamScope.Of(use).DefaultPort : port;
        return port != 0 ? port : throw use.Error($"no port in upstream \"{use[0]}\"");
    }

    private static (string Host, int Port) Split(DirectiveUse use) =>
        ServerAddresses.Split(use[0], out var error) ?? throw use.Error($"{error} in upstream \"{use[0]}\"");

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
            case "drain" when equals < 0 && UpstreamScope.Of(use).IsHttp:
                return server with { IsDraining = true };
            case "resolve" when equals < 0:
                return server;
            case "service" when equals > 0:
                if (!use.Arguments.Contains("resolve"))
                    throw use.Error($"service upstream \"{use[0]}\" requires \"resolve\" parameter");
                return server;
            case "route" when equals > 0 && UpstreamScope.Of(use).IsHttp:
                if (value.Length is 0 or > MaxRoute)
                    throw use.Error($"invalid route \"{value}\"");
                return server with { Route = ByteString.From(value) };
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
