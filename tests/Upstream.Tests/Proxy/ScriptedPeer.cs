using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Upstream.Tests.Proxy;

/// <summary>An upstream that answers each request of each connection with the bytes the test gives, however wrong they are.</summary>
internal sealed class ScriptedPeer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, Socket, bool> answer;
    private int connections;

    /// <param name="answer">Gets a request's head and answers it; false closes the connection.</param>
    public ScriptedPeer(Func<string, Socket, bool> answer)
    {
        this.answer = answer;
        listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    /// <summary>Answers every request with the same text, and closes or keeps the connection.</summary>
    public ScriptedPeer(string response, bool closes = true) : this((_, socket) => Write(socket, response) && !closes)
    {
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    public static bool Write(Socket socket, string text)
    {
        socket.Send(Encoding.Latin1.GetBytes(text));
        return true;
    }

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = listener.AcceptSocket();
            }
            // Disposed while it waits, or before it does.
            catch (Exception failure) when (failure is SocketException or InvalidOperationException)
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
                while (ReadHead(socket) is { } head && answer(head, socket))
                {
                }
            }
            catch (SocketException)
            {
                // The server gave the connection up: what a test is about shows at the client.
            }
        }
    }

    private static string? ReadHead(Socket socket)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (socket.Receive(one) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
                return head.ToString();
        }

        return null;
    }
}
