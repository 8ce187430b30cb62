using Engine.Core.Conf;

namespace Engine.Core.Net.Resolver;

/// <summary>
/// <c>resolver address ... [valid=time] [ipv4=on|off] [ipv6=on|off] [local=on|off|path] [hosts=on|off|path]</c>; the last two are
/// OpenResty's: name servers from resolv.conf, names from the hosts file.
/// </summary>
public static class ResolverDirective
{
    private const int Port = 53;

    /// <summary>The one directive of a level.</summary>
    public static NameResolver ReadOnce(DirectiveUse use, bool isSet) => isSet ? throw use.Error("\"resolver\" directive is duplicate") : Read(use);

    private static NameResolver Read(DirectiveUse use)
    {
        var settings = new ResolverSettings();
        var servers = new List<SocketAddress>();
        string? hosts = null;
        foreach (var argument in use.Arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var value = argument[(equals + 1)..];
            switch (equals < 0 ? "" : argument[..equals])
            {
                case "valid":
                    settings = settings with { ValidMs = ConfUnits.ParseDuration(value, seconds: true) * 1000 ?? throw Invalid(use, argument) };
                    break;
                case "ipv4":
                    settings = settings with { UsesIPv4 = Flag(use, argument, value) };
                    break;
                case "ipv6":
                    settings = settings with { UsesIPv6 = Flag(use, argument, value) };
                    break;
                case "local":
                    if (PathOf(use, value, ResolvConf.DefaultPath) is { } resolvConf)
                        servers.AddRange(ReadResolvConf(use, resolvConf));
                    break;
                case "hosts":
                    hosts = PathOf(use, value, HostsFile.DefaultPath);
                    break;
                default:
                    servers.Add(ParseServer(use, argument));
                    break;
            }
        }

        if (!settings.UsesIPv4 && !settings.UsesIPv6)
            throw use.Error("\"ipv4\" and \"ipv6\" cannot both be \"off\"");
        if (servers.Count == 0)
            throw use.Error("no name servers defined");
        if (hosts is not null)
            settings = settings with { Hosts = HostsFile.Read(hosts, settings.UsesIPv4, settings.UsesIPv6) };
        return new NameResolver(settings with { Servers = [.. servers] });
    }

    /// <summary>Null for "off".</summary>
    private static string? PathOf(DirectiveUse use, string value, string fallback) => value switch
    {
        "on" => fallback,
        "off" => null,
        _ => use.FullPath(value, confPrefix: true),
    };

    private static IEnumerable<SocketAddress> ReadResolvConf(DirectiveUse use, string path)
    {
        try
        {
            return [.. ResolvConf.ServersOf(File.ReadAllText(path))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw use.Error($"can't read \"{path}\": {exception.Message}");
        }
    }

    private static SocketAddress ParseServer(DirectiveUse use, string text)
    {
        try
        {
            // A number alone would be a port elsewhere.
            if (text.All(char.IsAsciiDigit))
                throw new FormatException("host not found");
            return SocketAddress.Parse(text, Port);
        }
        catch (FormatException exception)
        {
            throw use.Error($"{exception.Message} in resolver \"{text}\"");
        }
    }

    private static bool Flag(DirectiveUse use, string argument, string value) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw Invalid(use, argument),
    };

    private static ConfException Invalid(DirectiveUse use, string argument) => use.Error($"invalid parameter: {argument}");
}
