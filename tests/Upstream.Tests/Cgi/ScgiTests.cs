using System.Net.Sockets;
using System.Text;
using Engine.Testing;
using Engine.Upstream.Tests.Proxy;

namespace Engine.Upstream.Tests.Cgi;

public sealed class ScgiTests
{
    [TestCase("Status: 404 Nothing\r\n\r\n", "HTTP/1.1 404 Nothing")]
    [TestCase("HTTP/1.1 404 Nothing\r\n\r\n", "HTTP/1.1 404 Nothing")]
    [TestCase("Location: /x\r\n\r\n", "HTTP/1.1 302 Moved Temporarily")]
    [TestCase("X: 1\n\n", "HTTP/1.1 200 OK")]
    public void Response_Status(string head, string expected)
    {
        using var peer = new RawPeer(head + "body");
        using var server = Start($"scgi_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").StatusLine, Is.EqualTo(expected));
    }

    [Test]
    public void Scgi_Request_IsANetstringAndTheBody()
    {
        using var peer = new RawPeer("\r\n");
        using var server = Start($"scgi_pass scgi://127.0.0.1:{peer.Port}; scgi_pass_request_headers off; scgi_param SCGI 1; scgi_param HTTP_HOST h;");
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody").ReadResponse();
        Assert.That(peer.Seen, Is.EqualTo("36:CONTENT_LENGTH\04\0SCGI\01\0HTTP_HOST\0h\0,body"));
    }

    [Test]
    public void Uwsgi_Request_IsAPacketAndTheBody()
    {
        using var peer = new RawPeer("\r\n");
        using var server = Start($"uwsgi_pass uwsgi://127.0.0.1:{peer.Port}; uwsgi_pass_request_headers off; uwsgi_modifier1 5; uwsgi_modifier2 6; uwsgi_param HTTP_HOST h;");
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody").ReadResponse();
        Assert.That(peer.Seen, Is.EqualTo("\u0005\u000e\0\u0006\u0009\0HTTP_HOST\u0001\0hbody"));
    }

    private static ServerUnderTest Start(string location) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http { server { listen 127.0.0.1:{port}; location / { {{location}} } } }
        """);

    /// <summary>Takes what one send brings, answers, and closes.</summary>
    private sealed class RawPeer : IDisposable
    {
        private readonly TcpListener listener = new(System.Net.IPAddress.Loopback, 0);

        public RawPeer(string response)
        {
            listener.Start();
            new Thread(() => Serve(response)) { IsBackground = true }.Start();
        }

        public int Port => ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        public string Seen { get; private set; } = "";

        public void Dispose() => listener.Dispose();

        private void Serve(string response)
        {
            try
            {
                using var socket = listener.AcceptSocket();
                var bytes = new byte[4096];
                do
                    Seen += Encoding.Latin1.GetString(bytes, 0, socket.Receive(bytes));
                while (Seen.Contains("CONTENT_LENGTH\04", StringComparison.Ordinal) && !Seen.EndsWith("body", StringComparison.Ordinal));
                ScriptedPeer.Write(socket, response);
            }
            catch (SocketException)
            {
                // The test is over.
            }
        }
    }
}
