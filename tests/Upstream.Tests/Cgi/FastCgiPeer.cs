using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Upstream.Tests.Cgi;

/// <summary>What a FastCGI upstream got: its variables, its body, and whether the connection is to be kept.</summary>
internal sealed record FastCgiRequest(Dictionary<string, string> Params, string Body, bool KeepsConnection);

/// <summary>A FastCGI application that answers each request with the records that the test gives.</summary>
internal sealed class FastCgiPeer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<FastCgiRequest, byte[]> answer;
    private int connections;

    public FastCgiPeer(Func<FastCgiRequest, byte[]> answer)
    {
        this.answer = answer;
        listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => Volatile.Read(ref connections);

    public static byte[] Record(int type, string content, int padding = 0)
    {
        var bytes = new byte[8 + content.Length + padding];
        bytes[0] = 1;
        bytes[1] = (byte)type;
        bytes[3] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(4), (ushort)content.Length);
        bytes[6] = (byte)padding;
        Encoding.Latin1.GetBytes(content, bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>Standard output with that text, and the end of the request.</summary>
    public static byte[] Output(string text) => [.. Record(6, text, padding: 3), .. Record(6, ""), .. Record(3, "\0\0\0\0\0\0\0\0")];

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
            catch (SocketException)
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
        using (var stream = new NetworkStream(socket))
        {
            try
            {
                FastCgiRequest request;
                do
                {
                    request = Read(stream);
                    stream.Write(answer(request));
                }
                while (request.KeepsConnection);
            }
            catch (IOException)
            {
                // The server gave the connection up: what a test is about shows at the client.
            }
        }
    }

    private static FastCgiRequest Read(Stream stream)
    {
        var parameters = new List<byte>();
        var body = new List<byte>();
        var keeps = false;
        var header = new byte[8];
        while (true)
        {
            stream.ReadExactly(header);
            var content = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4))];
            stream.ReadExactly(content);
            stream.ReadExactly(new byte[header[6]]);
            if (header[1] == 1)
                keeps = content[2] == 1;
            else if (header[1] == 4)
                parameters.AddRange(content);
            else if (content.Length > 0)
                body.AddRange(content);
            else
                return new FastCgiRequest(Pairs([.. parameters]), Encoding.Latin1.GetString([.. body]), keeps);
        }
    }

    private static Dictionary<string, string> Pairs(byte[] bytes)
    {
        var pairs = new Dictionary<string, string>();
        for (var position = 0; position < bytes.Length;)
        {
            var (nameLength, valueLength) = (Length(bytes, ref position), Length(bytes, ref position));
            var name = Encoding.Latin1.GetString(bytes, position, nameLength);
            pairs.Add(name, Encoding.Latin1.GetString(bytes, position + nameLength, valueLength));
            position += nameLength + valueLength;
        }

        return pairs;
    }

    private static int Length(byte[] bytes, ref int position)
    {
        if (bytes[position] < 128)
            return bytes[position++];
        position += 4;
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(position - 4)) & 0x7FFF_FFFF);
    }
}
