using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Net;

namespace Engine.Core.Listening;

/// <summary>Reads <c>listen address[:port] [parameters]</c>: what http, stream and mail have in common.</summary>
public static class ListenWords
{
    /// <summary>The addresses: several of a port range.</summary>
    public static IReadOnlyList<SocketAddress> ReadAddresses(DirectiveUse use, int defaultPort)
    {
        if (use[0] == "unix:")
            throw use.Error("no path in the unix domain socket in \"unix:\" of the \"listen\" directive");
        try
        {
            return ReadPortRange(use[0]) is var (host, first, last)
                ? [.. Enumerable.Range(first, last - first + 1).Select(port => SocketAddress.Parse($"{host}{port}", defaultPort))]
                : [SocketAddress.Parse(use[0], defaultPort)];
        }
        catch (FormatException exception)
        {
            throw use.Error($"{exception.Message} in \"{use[0]}\" of the \"listen\" directive");
        }
    }

    /// <summary>"host:8080-8090": every port between.</summary>
    private static (string Host, int First, int Last)? ReadPortRange(string text)
    {
        var dash = text.LastIndexOf('-');
        var colon = text.LastIndexOf(':');
        if (dash < colon || dash < 0 || text.StartsWith("unix:", StringComparison.Ordinal))
            return null;
        if (!int.TryParse(text.AsSpan(colon + 1, dash - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return null;
        return first <= last && last <= 65535 ? (text[..(colon + 1)], first, last) : throw new FormatException("invalid port range");
    }

    /// <summary>What stands behind the address.</summary>
    public static ListenParameters ReadParameters(DirectiveUse use, Func<string, ListenParameters, ListenParameters?> readOther)
    {
        var parameters = new ListenParameters(new ListenOptions());
        foreach (var word in use.Arguments.Skip(1))
            parameters = readOther(word, parameters) ?? Read(word, parameters, use);
        return parameters;
    }

    private static ListenParameters Read(string word, ListenParameters parameters, DirectiveUse use)
    {
        var socket = parameters.Socket;
        var (name, value) = word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (word[..at], word[(at + 1)..]) : (word, null);
        switch (name)
        {
            case "default_server" or "default" when value is null:
                return parameters with { DefaultServer = true };
            case "proxy_protocol" when value is null:
                return parameters with { ProxyProtocol = true };
            case "bind" when value is null:
                return parameters with { IsSet = true, Bind = true };
            case "reuseport" when value is null:
                return With(parameters, socket with { ReusePort = true });
            case "deferred" when value is null:
                return With(parameters, socket with { Deferred = true });
            case "backlog":
                return With(parameters, socket with { Backlog = Number(value, "backlog", word, use) });
            case "rcvbuf":
                return With(parameters, socket with { ReceiveBuffer = Size(value, "rcvbuf", word, use) });
            case "sndbuf":
                return With(parameters, socket with { SendBuffer = Size(value, "sndbuf", word, use) });
            case "fastopen":
                return With(parameters, socket with { FastOpen = Number(value, "fastopen", word, use) });
            case "ipv6only":
                return With(parameters, socket with { IPv6Only = OnOff(value, "ipv6only", use) });
            case "so_keepalive":
                return With(parameters, KeepAlive(value ?? "", socket, use));
            case "setfib" or "accept_filter" or "multipath":
                throw use.Error($"{name} is not supported on this platform, ignored");
            default:
                throw use.Error($"invalid parameter \"{word}\"");
        }
    }

    private static ListenParameters With(ListenParameters parameters, ListenOptions socket) =>
        parameters with { Socket = socket, IsSet = true, Bind = true };

    private static int Number(string? value, string what, string word, DirectiveUse use) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (number > 0 || what == "fastopen")
            ? number
            : throw use.Error($"invalid {what} \"{word}\"");

    private static int Size(string? value, string what, string word, DirectiveUse use) =>
        value is not null && ConfUnits.ParseSize(value) is { } size and <= int.MaxValue ? (int)size : throw use.Error($"invalid {what} \"{word}\"");

    private static bool OnOff(string? value, string what, DirectiveUse use) => value switch
    {
        "on" => true,
        "off" => false,
        _ => throw use.Error($"invalid {what} flags \"{value}\""),
    };

    /// <summary>"on", "off" or "idle:interval:count", any of them empty.</summary>
    private static ListenOptions KeepAlive(string value, ListenOptions socket, DirectiveUse use)
    {
        if (value is "on" or "off")
            return socket with { KeepAlive = value == "on" };
        var parts = value.Split(':');
        if (parts.Length != 3 || parts.All(static part => part.Length == 0))
            throw use.Error($"invalid so_keepalive value: \"{value}\"");
        return socket with { KeepAlive = true, KeepIdle = Seconds(parts[0]), KeepInterval = Seconds(parts[1]), KeepCount = Count(parts[2]) };

        int Seconds(string part) => part.Length == 0 ? 0 : (int)(ConfUnits.ParseDuration(part, seconds: true) ?? throw Invalid());
        int Count(string part) => part.Length == 0 ? 0 : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Invalid();
        ConfException Invalid() => use.Error($"invalid so_keepalive value: \"{value}\"");
    }
}
