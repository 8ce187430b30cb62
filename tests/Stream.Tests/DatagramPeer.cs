using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Testing;

namespace Engine.Stream.Tests;

/// <summary>A UDP socket of loopback: a client, or an upstream that answers.</summary>
internal sealed class DatagramPeer : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private DatagramPeer()
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds;
    }

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    /// <summary>An upstream that answers each datagram with these; the sender's port is told.</summary>
    public static DatagramPeer Answering(Func<string, int, string[]> answer)
    {
        var peer = new DatagramPeer();
        peer.socket.ReceiveTimeout = 0;
        new Thread(() => peer.Answer(answer)) { IsBackground = true }.Start();
        return peer;
    }

    public static DatagramPeer ConnectedTo(int port)
    {
        var peer = new DatagramPeer();
        peer.socket.Connect(IPAddress.Loopback, port);
        return peer;
    }

    public DatagramPeer Send(string text)
    {
        socket.Send(Encoding.Latin1.GetBytes(text));
        return this;
    }

    public string Receive()
    {
        var bytes = new byte[65536];
        return Encoding.Latin1.GetString(bytes, 0, socket.Receive(bytes));
    }

    public string Ask(string text) => Send(text).Receive();

    public void Dispose() => socket.Dispose();

    private void Answer(Func<string, int, string[]> answer)
    {
        var bytes = new byte[65536];
        EndPoint sender = new IPEndPoint(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                var length = socket.ReceiveFrom(bytes, ref sender);
                foreach (var text in answer(Encoding.Latin1.GetString(bytes, 0, length), ((IPEndPoint)sender).Port))
                    socket.SendTo(Encoding.Latin1.GetBytes(text), sender);
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
