using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>
/// An answer as lines that two servers must have in common: status line, fields, body. Ports and paths of the server are replaced by their
/// placeholders, versions left out, dates made relative. RFC 9110 section 5.3: the order of fields with different names means nothing.
/// </summary>
internal static partial class ComparedAnswer
{
    /// <summary>A lifetime beyond it is a fixed date.</summary>
    private static readonly TimeSpan Relative = TimeSpan.FromDays(4000);

    public static string Of(ComparedRequest request, ServerUnderTest server)
    {
        using var connection = server.Connect();
        connection.Send(request.Text());
        RawResponse response;
        try
        {
            response = connection.ReadResponse(request.Method);
        }
        catch (EndOfStreamException)
        {
            return "no answer";
        }

        var lines = new List<string>();
        if (request.Compares("status"))
            lines.Add(response.StatusLine);
        lines.AddRange(response.Fields.Where(field => request.Compares(field.Name)).Select(field => $"{field.Name}: {ValueOf(field, response)}").OrderBy(static line => line.Split(':')[0]));
        if (request.Compares("body"))
            lines.AddRange(["", BodyOf(response), .. response.Trailers]);
        return request.Compares("answer") ? Anonymous(string.Join('\n', lines), server.Prefix) : "";
    }

    private static string ValueOf((string Name, string Value) field, RawResponse response) => field.Name switch
    {
        "Date" => "now",
        "Expires" when DateOf(field.Value) is { } expires && DateOf(response.Header("Date")) is { } now && (expires - now).Duration() < Relative =>
            string.Create(CultureInfo.InvariantCulture, $"now and {(expires - now).TotalSeconds} s"),
        _ => field.Value,
    };

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    /// <summary>Two compressors may say the same in other bytes.</summary>
    private static string BodyOf(RawResponse response)
    {
        if (response.Header("Content-Encoding") != "gzip" || response.Content.Length == 0)
            return response.Body;
        using var gzip = new GZipStream(new MemoryStream(response.Content), CompressionMode.Decompress);
        return new StreamReader(gzip, Encoding.Latin1).ReadToEnd();
    }

    private static string Anonymous(string text, ServerPrefix prefix)
    {
        foreach (var (value, name) in (ReadOnlySpan<(string, string)>)[(prefix.Root, "{root}"), ($"{prefix.Port}", "{port}"), ($"{prefix.Port2}", "{port2}"), ($"{prefix.Port3}", "{port3}")])
            text = text.Replace(value, name, StringComparison.Ordinal);
        return VersionPattern().Replace(text, "nginx");
    }

    [GeneratedRegex(@"nginx/\d+\.\d+\.\d+( \(\w+\))?")]
    private static partial Regex VersionPattern();
}
