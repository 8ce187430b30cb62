using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Stream.Tests;

/// <summary>An upstream that does with each connection what the test says, then closes it.</summary>
internal sealed class StreamPeer : IDisposable
{
    private readonly Socket listener;
    private readonly Action<Socket> serve;
    private int connections;

    public StreamPeer(Action<Socket> serve) : this(serve, new IPEndPoint(IPAddress.Loopback, 0))
    {
    }

    public StreamPeer(Action<Socket> serve, EndPoint address)
    {
        this.serve = serve;
        listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(address);
        listener.Listen();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Sends back what comes, until the other side finishes.</summary>
    public static StreamPeer Echo() => new(static socket => Echo(socket, ""));

    /// <summary>The same with a word before each answer.</summary>
    public static StreamPeer Echo(string word) => new(socket => Echo(socket, word));

    public static void Write(Socket socket, string text) => socket.Send(Encoding.Latin1.GetBytes(text));

    public static string Read(Socket socket)
    {
        var bytes = new byte[64 * 1024];
        return Encoding.Latin1.GetString(bytes, 0, socket.Receive(bytes));
    }

    /// <summary>What comes until the other side finishes.</summary>
    public static string ReadToEnd(Socket socket)
    {
        var all = new StringBuilder();
        while (Read(socket) is { Length: > 0 } text)
            all.Append(text);
        return all.ToString();
    }

    public void Dispose() => listener.Dispose();

    private static void Echo(Socket socket, string word)
    {
        while (Read(socket) is { Length: > 0 } text)
            Write(socket, word + text);
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref connections);
            new Thread(() => Serve(socket)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            try
            {
                serve(socket);
            }
            catch (SocketException)
            {
                // The server gave the connection up: what a test is about shows at the client.
            }
        }
    }
}
