using System.Text.RegularExpressions;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Runs one block: a server of its own, the block's requests, then its expectations of the answers and of error.log.</summary>
public static class TestBlockRunner
{
    public static void Run(TestBlock block)
    {
        if (block["needs"] == "engine" && ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("goes beyond nginx");
        if (block["needs"] == "descriptors" && ServerPrefix.EventMethod != "epoll")
            Assert.Ignore("sockets have no descriptors");
        using var prefix = new ServerPrefix();
        WriteUserFiles(block, prefix);
        if (block.Has("must_die"))
        {
            var failure = ServerUnderTest.StartAndFail(Conf(block), prefix);
            CheckLog(block, "error_log", failure.ErrorLog + failure.Error);
            return;
        }

        LogFile errorLog, accessLog;
        using (var server = ServerUnderTest.Start(Conf(block), prefix))
        {
            server.AllowAlerts = block.Has("alerts_expected");
            errorLog = server.ErrorLog;
            accessLog = server.AccessLog;
            if (StreamBlocks.IsOne(block))
                StreamBlocks.Exchange(block, server);
            else
                Exchange(block, server);
            // Quitting runs the log phases and writes the log out: after it, what is not in the log never will be.
            server.Quit();
        }

        CheckLog(block, "error_log", errorLog.Text);
        CheckLog(block, "access_log", accessLog.Text);
    }

    private static string Conf(TestBlock block) => block["raw_config"] ?? (StreamBlocks.IsOne(block) ? StreamBlocks.Conf(block) : HttpConf(block));

    private static string HttpConf(TestBlock block) => $$"""
        {{block["main_config"]}}
        http {
            default_type text/plain;
            access_log logs/access.log;
            {{block["http_config"]}}
            server {
                listen {port};
                server_name localhost;
                root html;
        {{block["config"]}}
            }
        }
        """;

    private static void WriteUserFiles(TestBlock block, ServerPrefix prefix)
    {
        foreach (var file in Regex.Split(block["user_files"] ?? "", "^>>> ", RegexOptions.Multiline).Skip(1))
        {
            var nameEnd = file.IndexOf('\n', StringComparison.Ordinal);
            prefix.WriteLatin1File("html/" + file[..nameEnd].Trim(), file[(nameEnd + 1)..]);
        }
    }

    private static void Exchange(TestBlock block, ServerUnderTest server)
    {
        using var connection = server.Connect();
        if (block["raw_request"] is { } raw)
            connection.Send(raw.Replace("{port}", server.Port.ToString(), StringComparison.Ordinal));
        else
            connection.Send(Requests(block, out _));
        var methods = Methods(block);
        var codes = block["error_code"]?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bodies = new List<string>();
        for (var i = 0; i < methods.Length; i++)
        {
            var response = connection.ReadResponse(methods[i]);
            var expected = codes is null ? 200 : int.Parse(codes[Math.Min(i, codes.Length - 1)]);
            Assert.That(response.Status, Is.EqualTo(expected), () => $"status of response {i + 1}:\n{response}\n{server.ErrorLog.Text}");
            bodies.Add(response.Body);
            if (i == methods.Length - 1)
                CheckHeaders(block, response);
        }

        CheckBody(block, string.Concat(bodies), server.ErrorLog);
    }

    private static string[] Methods(TestBlock block)
    {
        if (block["raw_request"] is { } raw)
            return [raw.Split(' ')[0]];
        Requests(block, out var methods);
        return methods;
    }

    /// <summary>The bytes of the block's requests. The last one asks the server to close unless the block's own headers say otherwise.</summary>
    private static string Requests(TestBlock block, out string[] methods)
    {
        var requests = block.Has("pipelined_requests")
            ? block.LinesOf("pipelined_requests").Select(line => (Line: line, Body: "")).ToArray()
            : [SplitRequest(block["request"] ?? throw new InvalidDataException($"{block.Name}: no request"))];
        methods = [.. requests.Select(request => request.Line.Split(' ')[0])];
        return string.Concat(requests.Select((request, i) => Format(block, request.Line, request.Body, isLast: i == requests.Length - 1)));
    }

    private static (string Line, string Body) SplitRequest(string text)
    {
        var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
        return lineEnd < 0 ? (text, "") : (text[..lineEnd], text[(lineEnd + 1)..]);
    }

    private static string Format(TestBlock block, string line, string body, bool isLast)
    {
        var fields = block.LinesOf("more_headers").ToList();
        AddUnlessPresent("Host: localhost");
        AddUnlessPresent(isLast ? "Connection: close" : "Connection: keep-alive");
        if (body.Length > 0)
            AddUnlessPresent($"Content-Length: {body.Length}");
        var version = line.EndsWith(" HTTP/1.0", StringComparison.Ordinal) || line.EndsWith(" HTTP/1.1", StringComparison.Ordinal) ? "" : " HTTP/1.1";
        return $"{line}{version}\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n{body}";

        void AddUnlessPresent(string field)
        {
            var name = field[..(field.IndexOf(':', StringComparison.Ordinal) + 1)];
            if (!fields.Exists(present => present.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
                fields.Add(field);
        }
    }

    private static void CheckHeaders(TestBlock block, RawResponse response)
    {
        foreach (var line in block.LinesOf("response_headers"))
        {
            var absent = line[0] == '!';
            var parts = line.TrimStart('!').Split(':', 2, StringSplitOptions.TrimEntries);
            var actual = string.Join(", ", response.Headers(parts[0]));
            Assert.That(actual, Is.EqualTo(absent ? "" : parts[1]), () => $"field {parts[0]} of:\n{response.Head}");
        }

        if (block["raw_response_headers_like"] is { } pattern)
            Assert.That(response.Head, Does.Match(pattern.Trim()));
    }

    private static void CheckBody(TestBlock block, string body, LogFile errorLog)
    {
        if (block["response_body"] is { } text)
            Assert.That(body, Is.EqualTo(text), () => $"response body; error.log:\n{errorLog.Text}");
        if (block["response_body_like"] is { } pattern)
            Assert.That(body, Does.Match("(?s)" + pattern.TrimEnd('\n')), () => $"response body; error.log:\n{errorLog.Text}");
    }

    /// <summary>What lines of the log contain (section <paramref name="log"/>) and what none does ("no_" before its name).</summary>
    private static void CheckLog(TestBlock block, string log, string text)
    {
        foreach (var line in block.LinesOf(log))
            Assert.That(text, Does.Contain(line), log);
        foreach (var line in block.LinesOf("no_" + log))
            Assert.That(text, Does.Not.Contain(line), log);
    }
}
