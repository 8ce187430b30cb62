using System.Security.Cryptography;
using System.Text;
using Engine.Testing;
using Engine.Upstream.Tests.Proxy;

namespace Engine.Upstream.Tests.Cache;

public sealed class CacheTests
{
    private const string Fresh = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello";

    [Test]
    public void Get_Twice_AsksOnce()
    {
        using var cached = new CachedServer(Fresh);
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("MISS"));
        var second = cached.Get("/a");
        Assert.That((second.Header("X-Cache"), second.Body), Is.EqualTo(("HIT", "hello")));
        Assert.That(cached.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void File_IsNamedByTheKeysHashAndSaysTheKey()
    {
        using var cached = new CachedServer(Fresh, path: "levels=1:2");
        cached.Get("/a?b=c");
        var key = cached.UpstreamUrl + "/a?b=c";
        var hash = Md5(key);
        var name = $"{hash[31]}/{hash[29..31]}/{hash}";
        Assert.That(cached.Files, Is.EqualTo(new[] { name }));
        Assert.That(Encoding.Latin1.GetString(File.ReadAllBytes(cached.Prefix.PathOf("cache/" + name))), Does.Contain($"\nKEY: {key}\nHTTP/1.1 200 OK\r\n").And.EndsWith("\r\n\r\nhello"));
    }

    [Test]
    public void File_OfAnotherKey_IsNotAnswered()
    {
        using var cached = new CachedServer((head, _, socket) => ScriptedPeer.Write(socket, Fresh.Replace("hello", head.Contains("/a ", StringComparison.Ordinal) ? "forme" : "forus", StringComparison.Ordinal)));
        cached.Get("/a");
        // Two keys with one hash: as an attacker would make them.
        File.Copy(cached.Prefix.PathOf("cache/" + Md5(cached.UpstreamUrl + "/a")), cached.Prefix.PathOf("cache/" + Md5(cached.UpstreamUrl + "/b")));
        cached.Restart();
        Assert.That(cached.Get("/b").Body, Is.EqualTo("forus"));
        cached.Server.ErrorLog.WaitForLine("md5 collision");
    }

    [Test]
    public void File_CutShortInItsHead_IsNotAnswered()
    {
        using var cached = new CachedServer(Fresh);
        cached.Get("/a");
        using (var file = File.OpenWrite(cached.Prefix.PathOf("cache/" + cached.Files.Single())))
            file.SetLength(file.Length - "hello".Length - 1);
        var again = cached.Get("/a");
        Assert.That((again.Header("X-Cache"), again.Body), Is.EqualTo(("MISS", "hello")));
        cached.Server.ErrorLog.WaitForLine("is too short");
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void File_CutShortInItsBody_IsNotAnswered()
    {
        using var cached = new CachedServer(Fresh);
        cached.Get("/a");
        using (var file = File.OpenWrite(cached.Prefix.PathOf("cache/" + cached.Files.Single())))
            file.SetLength(file.Length - 1);
        var again = cached.Get("/a");
        Assert.That((again.Header("X-Cache"), again.Body), Is.EqualTo(("MISS", "hello")));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void File_CutShortAndExpired_IsNotAskedAbout()
    {
        using var cached = new CachedServer(
            (head, _, socket) => ScriptedPeer.Write(socket, head.Contains("If-None-Match", StringComparison.Ordinal)
                ? "HTTP/1.1 304 Not Modified\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nX-Accel-Expires: @1\r\nContent-Length: 5\r\n\r\nhello"),
            "proxy_cache_revalidate on;");
        cached.Get("/a");
        using (var file = File.OpenWrite(cached.Prefix.PathOf("cache/" + cached.Files.Single())))
            file.SetLength(file.Length - 1);
        Assert.That(cached.Get("/a").Body, Is.EqualTo("hello"));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("REVALIDATED"));
    }

    [Test]
    public void Restart_RemovesWhatACrashLeftHalfWritten()
    {
        using var cached = new CachedServer(Fresh, path: "use_temp_path=off");
        cached.Get("/a");
        var kept = cached.Prefix.PathOf("cache/" + cached.Files.Single());
        foreach (var name in new[] { ".0000000001", ".0000000002", ".bak" })
            File.Copy(kept, kept + name);
        File.SetLastWriteTimeUtc(kept + ".0000000001", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(kept + ".bak", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        cached.Server.ErrorLog.WaitForLine("http file cache: ");
        cached.Restart();
        cached.Server.ErrorLog.WaitForLines("http file cache: ", 2);
        var key = Path.GetFileName(kept);
        Assert.That(cached.Files, Is.EquivalentTo(new[] { key, key + ".0000000002", key + ".bak" }));
    }

    [Test]
    public void Revalidate_ThenAnErrorPage_AsksForThatWithoutConditions()
    {
        const string expired = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nX-Accel-Expires: @1\r\nContent-Length: 5\r\n\r\nhello";
        const string error = "HTTP/1.1 500 Error\r\nContent-Length: 0\r\n\r\n";
        using var cached = new CachedServer(
            (_, number, socket) => ScriptedPeer.Write(socket, number == 1 ? error : expired),
            location: "proxy_cache_revalidate on; proxy_intercept_errors on; error_page 500 = /page;");
        cached.Get("/a");
        Assert.That(cached.Get("/a").Body, Is.EqualTo("hello"));
        Assert.That(cached.Requests.Select(static head => head.Contains("If-None-Match", StringComparison.Ordinal)), Is.EqualTo(new[] { false, true, false }));
    }

    [Test]
    public void Head_First_StoresWhatGetGets()
    {
        using var cached = new CachedServer(Fresh);
        Assert.That(cached.Request("HEAD", "/a").Header("X-Cache"), Is.EqualTo("MISS"));
        Assert.That(cached.Requests.Single(), Does.StartWith("GET /a "));
        var get = cached.Get("/a");
        Assert.That((get.Header("X-Cache"), get.Body), Is.EqualTo(("HIT", "hello")));
    }

    [Test]
    public void Range_First_StoresTheWhole()
    {
        using var cached = new CachedServer(Fresh.Replace("\r\n\r\n", "\r\nAccept-Ranges: bytes\r\n\r\n", StringComparison.Ordinal));
        var part = cached.Get("/a", "Range: bytes=1-2");
        Assert.That((part.Status, part.Body), Is.EqualTo((206, "el")));
        Assert.That(cached.Requests.Single(), Does.Not.Contain("Range"));
        Assert.That(cached.Get("/a").Body, Is.EqualTo("hello"));
        Assert.That(cached.Get("/a", "Range: bytes=0-0,4-4").Status, Is.EqualTo(206));
    }

    [TestCase("If-None-Match: \"x\"")]
    [TestCase("If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT")]
    [TestCase("If-Match: \"x\"")]
    [TestCase("If-Range: \"x\"")]
    public void Request_OnConditions_AsksWithoutThem(string field)
    {
        using var cached = new CachedServer(Fresh);
        cached.Get("/a", field);
        Assert.That(cached.Requests.Single(), Does.Not.Contain("If-"));
    }

    [TestCase("Cache-Control: no-store")]
    [TestCase("Cache-Control: private, max-age=60")]
    [TestCase("Cache-Control: max-age=60\r\nCache-Control: no-cache")]
    [TestCase("Cache-Control: max-age=0")]
    [TestCase("Cache-Control: max-age=1x")]
    [TestCase("Cache-Control: max-age=60\r\nSet-Cookie: session=1")]
    [TestCase("Cache-Control: max-age=60\r\nVary: *")]
    [TestCase("Cache-Control: max-age=60\r\nVary: Accept, *")]
    [TestCase("Cache-Control: max-age=60\r\nX-Accel-Expires: 0")]
    [TestCase("Expires: Thu, 01 Jan 1970 00:00:01 GMT")]
    public void Response_NotForOthers_IsNotStored(string fields)
    {
        using var cached = new CachedServer($"HTTP/1.1 200 OK\r\n{fields}\r\nContent-Length: 5\r\n\r\nhello", "proxy_cache_valid any 1m;");
        cached.Get("/a");
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("MISS"));
        Assert.That(cached.Files, Is.Empty);
    }

    [TestCase("Content-Length: 50\r\n\r\nhello")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    public void Response_CutShort_IsNotStored(string rest)
    {
        using var cached = new CachedServer((_, _, socket) => !ScriptedPeer.Write(socket, "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + rest));
        for (var i = 0; i < 2; i++)
        {
            using var client = cached.Server.Connect();
            client.Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.That(client.ReadToEnd(), Does.Contain("X-Cache: MISS"));
        }

        Assert.That(cached.Files, Is.Empty);
        Assert.That(Directory.EnumerateFiles(cached.Prefix.PathOf("proxy_temp"), "*", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void Post_IsNotAnsweredFromTheCache()
    {
        using var cached = new CachedServer(Fresh);
        cached.Get("/a");
        Assert.That(cached.Request("POST", "/a").Header("X-Cache"), Is.Null);
        Assert.That(cached.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public void Vary_OtherField_HasAVariantOfItsOwn()
    {
        using var cached = new CachedServer((head, number, socket) =>
            ScriptedPeer.Write(socket, $"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nVary: Accept-Language\r\nContent-Length: 1\r\n\r\n{number}"));
        Assert.That(cached.Get("/a", "Accept-Language: de").Body, Is.EqualTo("0"));
        Assert.That(cached.Get("/a", "Accept-Language: en").Body, Is.EqualTo("1"));
        Assert.That(cached.Get("/a").Body, Is.EqualTo("2"));
        Assert.That(cached.Get("/a", "Accept-Language:  de").Body, Is.EqualTo("0"));
        Assert.That(cached.Get("/a", "Accept-Language: en").Body, Is.EqualTo("1"));
        Assert.That(cached.Files, Has.Length.EqualTo(3));
    }

    [Test]
    public void Lock_ManyAtOnce_AskOnce()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var cached = new CachedServer((_, _, socket) =>
        {
            started.Release();
            release.Wait(SafetyTimeout.Value);
            return ScriptedPeer.Write(socket, Fresh);
        }, "proxy_cache_lock on; proxy_cache_lock_timeout 1m; proxy_cache_lock_age 1m;", http: "keepalive_timeout 1m;");
        var clients = Enumerable.Range(0, 8).Select(_ => cached.Server.Connect()).ToArray();
        foreach (var client in clients)
            client.Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.That(started.Wait(SafetyTimeout.Value), Is.True);
        release.Release(8);
        foreach (var client in clients)
        {
            Assert.That(client.ReadResponse().Body, Is.EqualTo("hello"));
            client.Dispose();
        }

        Assert.That(cached.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Lock_CaptureWhoseClientLeaves_WaitsNoLonger()
    {
        using var started = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var cached = new CachedServer((_, _, socket) =>
        {
            started.Release();
            release.Wait(SafetyTimeout.Value);
            return ScriptedPeer.Write(socket, Fresh);
        }, """
            proxy_cache_lock on;
            proxy_cache_lock_timeout 1m;
            proxy_cache_lock_age 1m;
            }
            location /capture {
                lua_check_client_abort on;
                content_by_lua_block { ngx.log(ngx.WARN, "captures") ngx.location.capture("/a") ngx.log(ngx.WARN, "went on") }
                log_by_lua_block { ngx.log(ngx.WARN, "is over") }
            """);
        using var owner = cached.Server.Connect();
        owner.Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.That(started.Wait(SafetyTimeout.Value), Is.True);
        using (var client = cached.Server.Connect())
        {
            client.Send("GET /capture HTTP/1.1\r\nHost: x\r\n\r\n");
            cached.Server.ErrorLog.WaitForLine("captures");
        }

        cached.Server.ErrorLog.WaitForLine("is over");
        release.Release();
        Assert.That(owner.ReadResponse().Body, Is.EqualTo("hello"));
        Assert.That(cached.Requests, Has.Count.EqualTo(1));
        Assert.That(cached.Server.ErrorLog.LinesWith("went on"), Is.Empty);
    }

    [Test]
    public void Lock_OwnerFails_AnotherAsks()
    {
        using var cached = new CachedServer((_, number, socket) => ScriptedPeer.Write(socket, number == 0 ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n" : Fresh), "proxy_cache_lock on;");
        Assert.That(cached.Get("/a").Status, Is.EqualTo(500));
        Assert.That(cached.Get("/a").Body, Is.EqualTo("hello"));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void Stale_UpstreamFails_IsAnswered()
    {
        using var cached = new CachedServer((_, number, socket) => number == 0
            ? ScriptedPeer.Write(socket, "HTTP/1.1 200 OK\r\nX-Accel-Expires: @1\r\nContent-Length: 5\r\n\r\nhello")
            : number == 1 && ScriptedPeer.Write(socket, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"), "proxy_cache_use_stale error http_503;");
        cached.Get("/a");
        var refused = cached.Get("/a");
        Assert.That((refused.Status, refused.Header("X-Cache"), refused.Body), Is.EqualTo((200, "STALE", "hello")));
        var closed = cached.Get("/a");
        Assert.That((closed.Status, closed.Header("X-Cache"), closed.Body), Is.EqualTo((200, "STALE", "hello")));
    }

    [Test]
    public void Stale_WhileRevalidate_IsAnsweredBeforeTheUpstreamAnswers()
    {
        using var release = new SemaphoreSlim(0);
        using var cached = new CachedServer((_, number, socket) =>
        {
            if (number == 0)
                return ScriptedPeer.Write(socket, "HTTP/1.1 200 OK\r\nX-Accel-Expires: @1\r\nContent-Length: 3\r\n\r\nold");
            release.Wait(SafetyTimeout.Value);
            return ScriptedPeer.Write(socket, Fresh);
        }, "proxy_cache_use_stale updating; proxy_cache_background_update on;");
        cached.Get("/a");
        using var client = cached.Server.Connect();
        client.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var stale = client.ReadResponse();
        Assert.That((stale.Header("X-Cache"), stale.Body), Is.EqualTo(("STALE", "old")));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("UPDATING"));
        release.Release(2);
        // The next request of the connection comes when the update is done.
        var updated = client.ReadResponse();
        Assert.That((updated.Header("X-Cache"), updated.Body), Is.EqualTo(("HIT", "hello")));
    }

    [Test]
    public void Revalidate_NotModified_ProlongsWhatIsStored()
    {
        using var cached = new CachedServer((head, number, socket) => ScriptedPeer.Write(socket, number == 0
            ? "HTTP/1.1 200 OK\r\nX-Accel-Expires: @1\r\nETag: \"v1\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 3\r\n\r\nold"
            : "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\nETag: \"v1\"\r\n\r\n"), "proxy_cache_revalidate on;");
        cached.Get("/a");
        var second = cached.Get("/a");
        Assert.That((second.Status, second.Header("X-Cache"), second.Body), Is.EqualTo((200, "REVALIDATED", "old")));
        Assert.That(cached.Requests.Last(), Does.Contain("\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").And.Contain("\r\nIf-None-Match: \"v1\"\r\n"));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void Client_GoneMidway_ResponseIsStoredAllTheSame()
    {
        const int size = 4 * 1024 * 1024;
        using var gone = new SemaphoreSlim(0);
        using var cached = new CachedServer((_, _, socket) =>
        {
            ScriptedPeer.Write(socket, $"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: {size}\r\n\r\n{new string('x', size / 2)}");
            gone.Wait(SafetyTimeout.Value);
            return ScriptedPeer.Write(socket, new string('y', size / 2));
        });
        var client = cached.Server.Connect();
        client.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        client.ReadUntil("\r\n\r\n");
        client.Reset();
        client.Dispose();
        gone.Release();
        cached.Server.AccessLog.WaitForLine("GET /a");
        var second = cached.Get("/a");
        Assert.That((second.Header("X-Cache"), second.Content.Length), Is.EqualTo(("HIT", size)));
        Assert.That(cached.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void Bypass_AsksAndStoresAnew_NoCacheDoesNot()
    {
        using var cached = new CachedServer((_, number, socket) => ScriptedPeer.Write(socket, Fresh.Replace("hello", $"no. {number}", StringComparison.Ordinal)),
            "proxy_cache_key $uri; proxy_cache_bypass $arg_b; proxy_no_cache $arg_n;");
        Assert.That(cached.Get("/a").Body, Is.EqualTo("no. 0"));
        Assert.That(cached.StatusOf("/a?b=1"), Is.EqualTo("BYPASS"));
        Assert.That(cached.Get("/a").Body, Is.EqualTo("no. 1"));
        cached.Get("/a?b=1&n=1");
        Assert.That(cached.Get("/a?b=0").Body, Is.EqualTo("no. 1"));
    }

    [Test]
    public void MinUses_IsStoredWhenAskedForThatOften()
    {
        using var cached = new CachedServer(Fresh, "proxy_cache_min_uses 2;");
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("MISS"));
        Assert.That(cached.Files, Is.Empty);
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("MISS"));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void Reload_KeepsTheCache()
    {
        using var cached = new CachedServer(Fresh);
        cached.Get("/a");
        cached.Server.Reload();
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
    }

    [Test]
    public void Restart_FindsItsFiles()
    {
        using var cached = new CachedServer(Fresh, path: "levels=2");
        cached.Get("/a");
        cached.Restart();
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("HIT"));
        cached.Server.ErrorLog.WaitForLine("http file cache: ");
    }

    [Test]
    public void MaxSize_Exceeded_OldFilesGo()
    {
        using var cached = new CachedServer($"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 8000\r\n\r\n{new string('x', 8000)}", path: "max_size=20k manager_sleep=10ms");
        for (var i = 0; i < 6; i++)
            cached.Get($"/{i}");
        cached.Server.Reload();
        Assert.That(() => cached.Files, Has.Length.LessThanOrEqualTo(2).After(10_000, 20));
    }

    [Test]
    public void Inactive_FilesGo()
    {
        using var cached = new CachedServer(Fresh, path: "inactive=1s");
        cached.Get("/a");
        Assert.That(() => cached.Files, Is.Empty.After(10_000, 20));
        Assert.That(cached.StatusOf("/a"), Is.EqualTo("MISS"));
    }

    [Test]
    public void Zone_Full_OldEntriesGo()
    {
        using var cached = new CachedServer(Fresh, zoneSize: "8200");
        for (var i = 0; i < 5; i++)
            Assert.That(cached.StatusOf($"/{i}"), Is.EqualTo("MISS"));
        Assert.That(cached.StatusOf("/4"), Is.EqualTo("HIT"));
    }

    [Test]
    public void Body_Large_IsSentFromTheFile()
    {
        const int size = 300_000;
        using var cached = new CachedServer($"HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: {size}\r\n\r\n{new string('x', size)}");
        Assert.That(cached.Get("/a").Content, Has.Length.EqualTo(size));
        var second = cached.Get("/a");
        Assert.That((second.Header("X-Cache"), second.Body), Is.EqualTo(("HIT", new string('x', size))));
    }

    [Test]
    public void Status_BadGateway_IsRememberedWhenItHasATime()
    {
        using var cached = new CachedServer((_, _, _) => false, "proxy_cache_valid 502 1m;");
        Assert.That(cached.Get("/a").Status, Is.EqualTo(502));
        var second = cached.Get("/a");
        Assert.That((second.Status, second.Header("X-Cache")), Is.EqualTo((502, "HIT")));
        Assert.That(cached.Requests, Has.Count.EqualTo(1));
    }

    private static string Md5(string text)
    {
#pragma warning disable CA5351 // nginx's names of cache files.
        return Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(text)));
#pragma warning restore CA5351
    }
}
