using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Upstream;

/// <summary>From "host:port" to addresses, while the configuration is loaded.</summary>
public static class ServerAddresses
{
    /// <summary>Takes "host", "host:port", "[v6]:port" apart; the port is 0 when there is none. Null with nginx's words when it can't be.</summary>
    public static (string Host, int Port)? Split(string text, out string error)
    {
        error = "";
        var bracket = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) : 0;
        if (bracket < 0)
        {
            error = "invalid host";
            return null;
        }

        var colon = text.IndexOf(':', bracket);
        var host = colon < 0 ? text : text[..colon];
        if (host.Length == 0)
        {
            error = "no host";
            return null;
        }

        if (colon < 0)
            return (host, 0);
        if (int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535)
            return (host, port);
        error = "invalid port";
        return null;
    }

    /// <summary>The server that a host (or "unix:path") and port are; asks the system's resolver for names.</summary>
    public static UpstreamServer Resolve(string host, int port, string file, int line)
    {
        if (host.StartsWith("unix:", StringComparison.Ordinal))
            return new UpstreamServer(ByteString.From(host), [UnixAddress(host, file, line)]);
        var addresses = AddressesOf(host.Trim('[', ']'));
        if (addresses.Length == 0)
            throw new ConfException($"host not found in upstream \"{host}\"", file, line);
        return new UpstreamServer(ByteString.From($"{host}:{port}"), [.. addresses.Select(address => new SocketAddress(address, port))]);
    }

    /// <summary>The address that a host is without asking anybody; null when it is a name.</summary>
    public static SocketAddress? OfLiteral(string host, int port)
    {
        if (host.StartsWith("unix:", StringComparison.Ordinal))
            return SocketAddress.TryUnix(host[5..]);
        return NumericAddress.TryParse(ByteString.From(host.Trim('[', ']')).Span, out var address) ? SocketAddress.Of(address, port) : null;
    }

    private static SocketAddress UnixAddress(string text, string file, int line)
    {
        try
        {
            return SocketAddress.Unix(text[5..]);
        }
        catch (FormatException exception)
        {
            throw new ConfException($"{exception.Message} in upstream \"{text}\"", file, line);
        }
    }

    private static IPAddress[] AddressesOf(string host)
    {
        if (IPAddress.TryParse(host, out var literal) && (literal.AddressFamily == AddressFamily.InterNetworkV6 || host.Count(static c => c == '.') == 3))
            return [literal];
        try
        {
            return [.. Dns.GetHostAddresses(host).Distinct()];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
