using System.Globalization;
using Engine.Core.Net;
using Engine.Interop.Libc;

namespace Engine.Host.Master;

/// <summary>
/// Listening sockets that go from an old binary's master to the new one's, in nginx's way: inherited descriptors, their numbers in the
/// variable <c>NGINX</c>, each followed by ";".
/// </summary>
internal static class InheritedSockets
{
    private const string Variable = "NGINX=";

    /// <summary>The process was started to take over.</summary>
    public static bool AreIn(IReadOnlyList<string> environment) => environment.Any(static entry => entry.StartsWith(Variable, StringComparison.Ordinal));

    public static string ToVariable(IEnumerable<ListeningSocket> sockets) =>
        Variable + string.Concat(sockets.Select(static socket => string.Create(CultureInfo.InvariantCulture, $"{socket.Fd};")));

    /// <summary>Takes the variable out of the environment: the descriptors that are listening sockets; children do not inherit them.</summary>
    public static List<(SocketKey Key, int Fd)> Take(List<string> environment)
    {
        var result = new List<(SocketKey Key, int Fd)>();
        var index = environment.FindIndex(static entry => entry.StartsWith(Variable, StringComparison.Ordinal));
        if (index < 0)
            return result;
        var numbers = environment[index][Variable.Length..].Split([';', ':'], StringSplitOptions.RemoveEmptyEntries);
        environment.RemoveAt(index);
        foreach (var number in numbers)
        {
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var fd) && AddressOf(fd) is { } address)
            {
                Files.SetInherited(fd, false);
                var key = new SocketKey(address, Sockets.IsDatagram(fd), 0);
                result.Add((key with { Share = result.Count(known => known.Key with { Share = 0 } == key) }, fd));
            }
        }

        return result;
    }

    private static SocketAddress? AddressOf(int fd)
    {
        Span<byte> name = stackalloc byte[Sockets.MaxAddress];
        return Sockets.LocalName(fd, name, out var length) >= 0 ? new SocketAddress(name[..length]) : null;
    }
}
