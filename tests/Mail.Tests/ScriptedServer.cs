using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Testing;

namespace Engine.Mail.Tests;

/// <summary>
/// A server of lines: a mail server, or the auth server. It greets, and answers each line as the test says, given the lines of the connection so far;
/// null is silence, and behind an answer that begins with "HTTP/" or ends with "&lt;close&gt;" it closes.
/// </summary>
internal sealed class ScriptedServer : IDisposable
{
    private const string Close = "<close>";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly string greeting;
    private readonly Func<IReadOnlyList<string>, string?> reply;
    private readonly BlockingCollection<string> lines = [];

    public ScriptedServer(string greeting, Func<IReadOnlyList<string>, string?> reply)
    {
        this.greeting = greeting;
        this.reply = reply;
        listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>An auth server that sends clients to a mail server.</summary>
    public static ScriptedServer Auth(ScriptedServer mailServer, string fields = "") =>
        Auth(_ => $"Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {mailServer.Port}\r\n{fields}");

    /// <summary>An auth server that answers a request, of which it is given the lines, with these fields.</summary>
    public static ScriptedServer Auth(Func<IReadOnlyList<string>, string> fields) =>
        new("", lines => lines[^1].Length == 0 ? $"HTTP/1.0 200 OK\r\n{fields(lines)}\r\n" : null);

    /// <summary>The next line that came, without its end; "&lt;end&gt;" for the end of a connection.</summary>
    public string Take() => lines.TryTake(out var line, SafetyTimeout.Value) ? line : throw new TimeoutException("no line came");

    public string[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Take())];

    /// <summary>The lines of a request to the auth server.</summary>
    public IReadOnlyList<string> TakeRequest()
    {
        var request = new List<string>();
        for (var line = Take(); line.Length > 0; line = Take())
        {
            if (line != "<end>")
                request.Add(line);
        }

        return request;
    }

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            try
            {
                Send(stream, greeting);
                var seen = new List<string>();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                while (ReadLine(reader) is { } line)
                {
                    seen.Add(line);
                    lines.Add(line);
                    if (reply(seen) is { } answer && !Send(stream, answer))
                        return;
                }
            }
            catch (IOException)
            {
            }

            lines.Add("<end>");
        }
    }

    /// <summary>Up to LF; the reader's own method takes a lone CR for an end.</summary>
    private static string? ReadLine(StreamReader reader)
    {
        var line = new StringBuilder();
        for (var next = reader.Read(); next >= 0; next = reader.Read())
        {
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)next);
        }

        return null;
    }

    private static bool Send(NetworkStream stream, string text)
    {
        var closes = text.StartsWith("HTTP/", StringComparison.Ordinal) || text.EndsWith(Close, StringComparison.Ordinal);
        stream.Write(Encoding.Latin1.GetBytes(text.Replace(Close, "", StringComparison.Ordinal)));
        return !closes;
    }
}
