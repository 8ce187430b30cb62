using System.Net;
using System.Net.Sockets;

namespace Engine.Testing;

/// <summary>
/// Ports of loopback that nobody listens on. They lie below Linux' range for outgoing connections (32768 and up), which a client's
/// own port could otherwise take between the probe and the server's bind; a port is given to one caller of this process only.
/// </summary>
public static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 32_000;

    private static readonly HashSet<int> Given = [];
    private static readonly Random Random = new();

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Next(First, Last);
                if (Given.Add(port) && IsFree(port))
                    return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
