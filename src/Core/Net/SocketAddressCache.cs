namespace Engine.Core.Net;

/// <summary>Address objects of numbers that come again and again, such as clients behind a proxy; one cache per worker.</summary>
public static class SocketAddressCache
{
    private const int Size = 1024;

    [ThreadStatic]
    private static Entry[]? entries;

    public static SocketAddress Get(NumericAddress address, int port)
    {
        entries ??= new Entry[Size];
        ref var entry = ref entries[(uint)HashCode.Combine(address, port) % Size];
        if (entry.Address is null || entry.Number != address || entry.Port != port)
            entry = new Entry(address, port, SocketAddress.Of(address, port));
        return entry.Address;
    }

    private readonly record struct Entry(NumericAddress Number, int Port, SocketAddress Address);
}
