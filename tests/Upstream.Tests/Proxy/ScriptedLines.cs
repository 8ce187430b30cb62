using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Upstream.Tests.Proxy;

/// <summary>A peer of one connection that expects bytes and replies, in turn; for other bytes it replies with an error that shows them.</summary>
internal sealed class ScriptedLines : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly (string Expected, string Reply)[] script;

    public ScriptedLines(params (string Expected, string Reply)[] script)
    {
        this.script = script;
        listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();

    private void Serve()
    {
        try
        {
            using var socket = listener.AcceptSocket();
            foreach (var (expected, reply) in script)
            {
                var got = new StringBuilder();
                var bytes = new byte[1024];
                while (got.Length < expected.Length && socket.Receive(bytes) is > 0 and var count)
                    got.Append(Encoding.Latin1.GetString(bytes, 0, count));
                socket.Send(Encoding.Latin1.GetBytes(got.ToString() == expected ? reply : $"SERVER_ERROR got {got.Replace("\r\n", "|")}\r\n"));
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }
    }
}
