using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Testing;

/// <summary>
/// A client that says exactly what the test writes and shows exactly what came back. Every read fails after
/// <see cref="SafetyTimeout"/> with the bytes received so far in the message. Text is Latin-1.
/// </summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket socket;
    private byte[] received = new byte[4096];
    private int start;
    private int end;

    private RawConnection(Socket socket)
    {
        this.socket = socket;
        socket.ReceiveTimeout = socket.SendTimeout = (int)SafetyTimeout.Value.TotalMilliseconds;
    }

    public static RawConnection Open(int port) => Open(new IPEndPoint(IPAddress.Loopback, port));

    public static RawConnection OpenUnix(string path) => Open(new UnixDomainSocketEndPoint(path));

    public static RawConnection Open(EndPoint endPoint, int? receiveBufferSize = null)
    {
        var isUnix = endPoint is UnixDomainSocketEndPoint;
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!isUnix)
                socket.NoDelay = true;
            if (receiveBufferSize is { } size)
                socket.ReceiveBufferSize = size;
            socket.Connect(endPoint);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The port the server sees as the client's.</summary>
    public int LocalPort => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public RawConnection Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public RawConnection Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
        return this;
    }

    /// <summary>Each line with CRLF, then the empty line that ends a header section.</summary>
    public RawConnection SendLines(params string[] lines) => Send(string.Join("\r\n", lines) + "\r\n\r\n");

    /// <summary>Half-closes: the server reads the end of the stream, and may still answer.</summary>
    public RawConnection ShutdownSend()
    {
        socket.Shutdown(SocketShutdown.Send);
        return this;
    }

    /// <summary>Closes with a reset instead of an orderly end.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Everything up to and including <paramref name="marker"/>.</summary>
    public string ReadUntil(string marker)
    {
        var wanted = Encoding.Latin1.GetBytes(marker);
        int index;
        while ((index = Pending.IndexOf(wanted)) < 0)
            FillOrFail($"the text \"{marker}\"");
        return TakeText(index + wanted.Length);
    }

    public byte[] ReadExactly(int count)
    {
        while (Pending.Length < count)
            FillOrFail($"{count} bytes");
        return Take(count);
    }

    /// <summary>Everything until the server closes; a reset counts as the end.</summary>
    public string ReadToEnd() => Encoding.Latin1.GetString(ReadBytesToEnd());

    public byte[] ReadBytesToEnd()
    {
        while (Fill())
        {
        }

        return Take(Pending.Length);
    }

    /// <summary>
    /// One response, framed by RFC 9112 section 6.3; <paramref name="method"/> is the request's, because an answer to HEAD has no content.
    /// Interim (1xx) responses are responses of their own.
    /// </summary>
    public RawResponse ReadResponse(string method = "GET")
    {
        var response = RawResponse.ParseHead(ReadUntil("\r\n\r\n")[..^4]);
        if (response.HasNoContent(method))
            return response;
        if (response.IsChunked)
            ReadChunks(response);
        else if (response.ContentLength is { } length)
            response.Content = ReadExactly(checked((int)length));
        else
            response.Content = ReadBytesToEnd();
        return response;
    }

    /// <summary>Sends a request of one line and these fields (Host is added) and reads the response.</summary>
    public RawResponse Get(string target, params string[] fields) => Request("GET", target, fields);

    public RawResponse Request(string method, string target, params string[] fields)
    {
        SendLines([$"{method} {target} HTTP/1.1", "Host: localhost", .. fields]);
        return ReadResponse(method);
    }

    /// <summary>The server has closed, and sent nothing that was not read.</summary>
    public void ExpectClosed()
    {
        if (Pending.Length > 0 || Fill())
            throw new InvalidDataException($"expected the connection to be closed, received:{Environment.NewLine}{PendingText}");
    }

    /// <summary>Nothing has arrived yet: true right now, no proof for later.</summary>
    public bool IsSilent => Pending.Length == 0 && socket.Available == 0 && !socket.Poll(0, SelectMode.SelectRead);

    public void Dispose() => socket.Dispose();

    private ReadOnlySpan<byte> Pending => received.AsSpan(start, end - start);

    private string PendingText => Encoding.Latin1.GetString(Pending);

    private void ReadChunks(RawResponse response)
    {
        var content = new MemoryStream();
        var sizes = new List<int>();
        while (true)
        {
            var line = ReadUntil("\r\n")[..^2];
            if (!int.TryParse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
                throw new InvalidDataException($"not a chunk size: \"{line}\"");
            if (size == 0)
                break;
            content.Write(ReadExactly(size));
            sizes.Add(size);
            var lineEnd = Encoding.Latin1.GetString(ReadExactly(2));
            if (lineEnd != "\r\n")
                throw new InvalidDataException($"a chunk of {size} bytes is not followed by CRLF but by \"{lineEnd}\"");
        }

        var trailers = new List<string>();
        for (var line = ReadUntil("\r\n"); line != "\r\n"; line = ReadUntil("\r\n"))
            trailers.Add(line[..^2]);
        response.Content = content.ToArray();
        response.Chunks = sizes;
        response.Trailers = trailers;
    }

    private void FillOrFail(string wanted)
    {
        if (!Fill())
            throw new EndOfStreamException($"the server closed before {wanted} came; received:{Environment.NewLine}{PendingText}");
    }

    /// <summary>False at the end of the stream.</summary>
    private bool Fill()
    {
        MakeRoom();
        try
        {
            var count = socket.Receive(received, end, received.Length - end, SocketFlags.None);
            end += count;
            return count > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new TimeoutException($"nothing came for {SafetyTimeout.Value.TotalSeconds} s; received so far:{Environment.NewLine}{PendingText}", e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return false;
        }
    }

    private void MakeRoom()
    {
        if (end < received.Length)
            return;
        var target = end - start > received.Length / 2 ? new byte[received.Length * 2] : received;
        Array.Copy(received, start, target, 0, end - start);
        received = target;
        end -= start;
        start = 0;
    }

    private string TakeText(int count) => Encoding.Latin1.GetString(Take(count));

    private byte[] Take(int count)
    {
        var bytes = received.AsSpan(start, count).ToArray();
        start += count;
        return bytes;
    }
}
