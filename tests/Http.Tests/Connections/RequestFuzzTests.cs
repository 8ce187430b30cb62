using System.Text;
using System.Text.RegularExpressions;
using Engine.Http.Tests.InProcess;
using Engine.Testing;

namespace Engine.Http.Tests.Connections;

/// <summary>
/// Requests that were damaged in every way, from a fixed seed: each is answered properly or its connection is closed, the next
/// connection is served, and everything that was used is given back.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class RequestFuzzTests
{
    private static readonly HashSet<int> Statuses = [100, 200, 301, 400, 404, 405, 408, 413, 414, 416, 500, 501, 505];

    // Four parts, so that they run side by side.
    [TestCase(0, 25_000)]
    [TestCase(1, 25_000)]
    [TestCase(2, 25_000)]
    [TestCase(3, 25_000)]
    public void DamagedRequests_AreAnsweredOrClosed(int part, int count)
    {
        var random = new Random(DamagedRequests.Seed + part);
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
            Try(server, DamagedRequests.Next(random), random, i, seen);

        Assert.That(seen, Is.SupersetOf((int[])[200, 301, 400, 404, 405, 413, 414, 501, 505]), "the mutations reach every kind of answer");
        Assert.That(server.ErrorLog, Does.Not.Contain("[alert]").And.Not.Contain("[emerg]"));
        var client = server.Connect().Send(DamagedRequests.Whole);
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

    [GeneratedRegex(@"HTTP/1\.1 (\d{3}) [A-Z]")]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"\r\nContent-Length: (\d+)")]
    private static partial Regex Length();
}
