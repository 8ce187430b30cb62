using Engine.Core.Net;

namespace Engine.Core.Tests;

internal static class SocketAddresses
{
    public static SocketAddress Loopback(int port) => new(System.Net.IPAddress.Loopback, port);

    public static SocketAddress UnixPath() => SocketAddress.Unix(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
}
