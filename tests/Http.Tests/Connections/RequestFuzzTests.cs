using System.Text;
using System.Text.RegularExpressions;
using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

/// <summary>
/// Requests that were damaged in every way, from a fixed seed: each is answered properly or its connection is closed, the next
/// connection is served, and everything that was used is given back.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class RequestFuzzTests
{
    private const int Seed = 20_240_229;

    private static readonly byte[][] Corpus = [.. ((string[])
    [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /file%20name?a=b&c=%2e HTTP/1.1\r\nHost: a.example:8080\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\nCookie: a=b; c=d\r\nConnection: keep-alive\r\n\r\n",
        "GET http://a.example/x/../y HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello=world",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;ext=\"x\"\r\nhello\r\n1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
        "POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\naaaaaaaaaabbbbbbbbbbcccccccccc",
        "PUT /rewrite/me HTTP/1.0\r\nHost: a\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n",
        "GET /missing HTTP/1.1\r\nHost: a\r\nRange: bytes=0-5,7-\r\nIf-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
        "OPTIONS /regex/abc HTTP/1.1\r\nHost: a\r\nX-Long: " + new string('l', 300) + "\r\n\r\n",
        "GET /\r\n",
        "\r\nGET /if?arg=1 HTTP/1.1\r\nHost: [::1]:80\r\nAuthorization: Basic YTpi\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
    ]).Select(Encoding.Latin1.GetBytes)];

    private static readonly byte[][] Tokens = [.. ((string[])
    [
        "\r\n", "\n", "\r", "\0", " ", "\t", ":", ": ", "\r\n\r\n", "%", "%00", "%2e%2e/", "../", "//", "?", "#", "\xff", "\x7f", ";", ",",
        "Content-Length: 5\r\n", "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n", "0\r\n\r\n", "ffffffffffffffff\r\n",
        "-1", "HTTP/1.1", "HTTP/0.9", "HTTP/2.0", "chunked", "100-continue", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    ]).Select(Encoding.Latin1.GetBytes)];

    private static readonly HashSet<int> Statuses = [100, 200, 301, 400, 404, 405, 408, 413, 414, 416, 500, 501, 505];

    // Four parts, so that they run side by side.
    [TestCase(0, 25_000)]
    [TestCase(1, 25_000)]
    [TestCase(2, 25_000)]
    [TestCase(3, 25_000)]
    public void DamagedRequests_AreAnsweredOrClosed(int part, int count)
    {
        var random = new Random(Seed + part);
        var loop = new ScriptedLoop();
        using var server = new InProcessServer("""
            http {
                access_log off;
                client_max_body_size 1k;
                client_body_buffer_size 16;
                server {
                    listen 80;
                    server_name a ~^(?<name>\w+)\.example$;
                    location / { return 200 "$uri $args $name"; }
                    location /echo { test_body read; }
                    location /small { client_max_body_size 10; return 200; }
                    location /rewrite { rewrite ^/rewrite/(.*)$ /other/$1?x=$1; }
                    location /missing { error_page 404 /page; return 404; }
                    location /page { internal; return 200 "page"; }
                    location ~ ^/regex/([a-z]+)$ { return 301 /$1; }
                    location /if { if ($arg_arg) { return 200 "$http_authorization"; } }
                }
                server { listen 80; server_name b; return 200 "b"; }
            }
            """, loop);
        var seen = new HashSet<int>();
        for (var i = 0; i < count; i++)
            Try(server, Mutate(random), random, i, seen);

        Assert.That(seen, Is.SupersetOf((int[])[200, 301, 400, 404, 405, 413, 414, 501, 505]), "the mutations reach every kind of answer");
        Assert.That(server.ErrorLog, Does.Not.Contain("[alert]").And.Not.Contain("[emerg]"));
        var client = server.Connect().Send(Corpus[0]);
        Assert.That(client.TakeSent(), Does.StartWith("HTTP/1.1 200 OK"));
        client.End();
    }

    private static void Try(InProcessServer server, byte[] input, Random random, int number, HashSet<int> seen)
    {
        var client = server.Connect();
        if (random.Next(4) == 0)
            client.Window = random.Next(50);
        for (var start = 0; start < input.Length;)
        {
            var length = random.Next(3) == 0 ? random.Next(1, input.Length - start + 1) : input.Length - start;
            client.Send(input.AsSpan(start, length).ToArray());
            start += length;
        }

        client.OpenWindow(int.MaxValue);
        client.End();
        // A body that was cut off, and a client that lingers.
        for (var i = 0; i < 4 && !client.IsClosed; i++)
            server.Turn(afterMs: 60_000);
        Check(client, input, number, seen);
    }

    private static void Check(ScriptedClient client, byte[] input, int number, HashSet<int> seen)
    {
        var what = $"input {number}: {Encoding.Latin1.GetString(input)}";
        Assert.That(client.IsClosed, Is.True, what);
        var sent = client.TakeSent();
        if (sent.Length == 0)
            return;
        var isOld = !sent.StartsWith("HTTP/1.1 ", StringComparison.Ordinal);
        // HTTP/0.9 has no head, and any GET can have become one.
        Assert.That(isOld && !what.Contains("GET", StringComparison.Ordinal) && !sent.StartsWith("<html>", StringComparison.Ordinal), Is.False, what);
        foreach (var head in StatusLine().Matches(sent).Cast<Match>())
        {
            var status = int.Parse(head.Groups[1].ValueSpan);
            Assert.That(Statuses, Does.Contain(status), what);
            seen.Add(status);
        }

        if (!isOld && !what.Contains("HEAD", StringComparison.Ordinal))
            CheckFraming(sent, what);
    }

    private static void CheckFraming(string sent, string what)
    {
        for (var position = 0; position < sent.Length;)
        {
            var end = sent.IndexOf("\r\n\r\n", position, StringComparison.Ordinal);
            var isHead = end > 0 && string.CompareOrdinal(sent, position, "HTTP/1.1 ", 0, 9) == 0;
            // The answer to an HTTP/0.9 request is the last.
            Assert.That(isHead || sent.AsSpan(position).StartsWith("<html>") || sent[position] is '/' or 'b' or 'p', Is.True, what);
            if (!isHead)
                return;
            var length = Length().Match(sent[position..end]);
            position = end + 4 + (length.Success ? int.Parse(length.Groups[1].ValueSpan) : 0);
            Assert.That(position, Is.LessThanOrEqualTo(sent.Length), what);
        }
    }

    private static byte[] Mutate(Random random)
    {
        var bytes = new List<byte>(Corpus[random.Next(Corpus.Length)]);
        while (random.Next(3) == 0)
            bytes.AddRange(Corpus[random.Next(Corpus.Length)]);
        for (var i = random.Next(4); i >= 0; i--)
            MutateOnce(bytes, random);
        return [.. bytes];
    }

    private static void MutateOnce(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)));
                break;
            case 4:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(20) == 0 ? 10_000 : random.Next(1, 300)));
                break;
            default:
                var from = random.Next(bytes.Count + 1);
                bytes.InsertRange(at, bytes.GetRange(from, Math.Min(bytes.Count - from, random.Next(1, 60))));
                break;
        }
    }

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) [A-Z]")]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\r\nContent-Length: (\d+)")]
    private static partial Regex Length();
}
