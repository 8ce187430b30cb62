namespace Engine.Core.Net.Resolver;

/// <summary>resolv.conf(5): the system's name servers.</summary>
public static class ResolvConf
{
    public const string DefaultPath = "/etc/resolv.conf";

    private const int Port = 53;

    /// <summary>The addresses of the "nameserver" lines; an IPv6 zone such as "%eth0" is left out of account.</summary>
    public static IEnumerable<SocketAddress> ServersOf(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || words[0] != "nameserver")
                continue;
            var zone = words[1].IndexOf('%', StringComparison.Ordinal);
            if (NumericAddress.TryParse(Buffers.ByteString.From(zone < 0 ? words[1] : words[1][..zone]).Span, out var address))
                yield return SocketAddress.Of(address, Port);
        }
    }
}
