using System.Text;

namespace Engine.Testing;

/// <summary>Requests damaged in every way: whole ones with bytes changed, inserted, removed and repeated.</summary>
public static class DamagedRequests
{
    public const int Seed = 20_240_229;

    /// <summary>A request with nothing wrong.</summary>
    public static byte[] Whole => Corpus[0];

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

    public static byte[] Next(Random random)
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
}
