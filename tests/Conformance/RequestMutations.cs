using System.Globalization;

namespace Engine.Conformance;

/// <summary>Requests that resemble others: another method, version or spelling of the URI, one more field.</summary>
internal static class RequestMutations
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "FOO"];

    private static readonly string[] Arguments = ["a=1", "x=%20y", "b=", "a", "=", "k=1&k=2", "%61=2"];

    private static readonly string[] Fields =
    [
        "Range: bytes=0-3", "Range: bytes=-2", "Range: bytes=2-1", "If-None-Match: *", "If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT",
        "If-Unmodified-Since: Sun, 31 Dec 2023 00:00:00 GMT", "If-Match: \"x\"", "If-Range: \"x\"", "Accept-Encoding: gzip",
        "Accept-Encoding: gzip;q=0.5, identity;q=0", "Via: 1.1 proxy", "TE: trailers", "Cookie: a=b; c=\"d e\"", "X-Forwarded-For: 192.0.2.1",
        "Referer: http://www.example.com/", "User-Agent: curl/8", "Authorization: Basic cGxhaW46b3Blbg==", "Host: example.com", "Host: LOCALHOST:80",
        "Accept-Language: de", "Accept: image/webp", "X-A:  spaced  ", "Content-Type: text/plain", "Upgrade: h2c", "Origin: https://a.example.com",
    ];

    /// <summary>One to three changes of a request.</summary>
    public static ComparedRequest Of(ComparedRequest request, Random random)
    {
        var words = request.Line.Split(' ');
        var (method, target, version) = (words[0], words[1], words.Length > 2 ? " " + words[2] : "");
        var fields = new List<string>();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            switch (random.Next(4))
            {
                case 0 when random.Next(3) == 0 && !request.Has("Transfer-Encoding"):
                    version = " HTTP/1.0";
                    break;
                case 0:
                    method = Pick(Methods, random);
                    break;
                case 1:
                    target = Respell(target, random);
                    break;
                default:
                    fields.Add(Pick(Fields, random));
                    break;
            }
        }

        return request.With($"{method} {target}{version}", fields);
    }

    private static string Respell(string target, Random random)
    {
        var path = target.Split('?')[0];
        return random.Next(7) switch
        {
            0 => target + "/",
            1 => "/" + target,
            2 => "/./" + target[1..],
            3 => "/zz/.." + target,
            4 => target + (target.Contains('?', StringComparison.Ordinal) ? '&' : '?') + Pick(Arguments, random),
            5 => path[..(path.LastIndexOf('/') + 1)],
            _ => Encode(target, random.Next(1, Math.Max(2, path.Length))),
        };
    }

    /// <summary>A letter of the path percent-encoded.</summary>
    private static string Encode(string target, int at) => at < target.Length && char.IsAsciiLetter(target[at]) && !target.Contains('%', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"{target[..at]}%{(int)target[at]:X2}{target[(at + 1)..]}")
        : target;

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
