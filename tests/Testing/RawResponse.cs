using System.Globalization;
using System.Text;

namespace Engine.Testing;

/// <summary>One HTTP/1 response as it came over the wire. Text is Latin-1, so every byte is one character.</summary>
public sealed class RawResponse
{
    private readonly List<(string Name, string Value)> fields = [];

    private RawResponse(string head)
    {
        Head = head;
        var lines = head.Split("\r\n");
        StatusLine = lines[0];
        var parts = StatusLine.Split(' ', 3);
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/", StringComparison.Ordinal))
            throw new InvalidDataException($"not a status line: {StatusLine}");
        Version = parts[0];
        Status = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        Reason = parts.Length > 2 ? parts[2] : "";
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new InvalidDataException($"not a field line: {line}");
            fields.Add((line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }
    }

    /// <summary>Status line and field lines, without the empty line that ends them.</summary>
    public string Head { get; }

    public string StatusLine { get; }

    public string Version { get; }

    public int Status { get; }

    public string Reason { get; }

    public IReadOnlyList<(string Name, string Value)> Fields => fields;

    /// <summary>The content with its transfer coding removed.</summary>
    public byte[] Content { get; internal set; } = [];

    /// <summary>The trailer section's lines, empty when there was none.</summary>
    public IReadOnlyList<string> Trailers { get; internal set; } = [];

    /// <summary>The sizes of the chunks as sent, the last chunk left out; empty when the content was not chunked.</summary>
    public IReadOnlyList<int> Chunks { get; internal set; } = [];

    public string Body => Encoding.Latin1.GetString(Content);

    /// <summary>The value of the first field line of that name; null when there is none.</summary>
    public string? Header(string name) => Headers(name).FirstOrDefault();

    public IEnumerable<string> Headers(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    public bool IsChunked => Headers("Transfer-Encoding").Any(value => value.Equals("chunked", StringComparison.OrdinalIgnoreCase));

    public long? ContentLength => Header("Content-Length") is { } value
        ? long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)
        : null;

    /// <summary>RFC 9112 section 6.3: these end with their header section.</summary>
    public bool HasNoContent(string method) => method == "HEAD" || Status is < 200 or 204 or 304;

    public override string ToString() => Head + "\r\n\r\n" + Body;

    internal static RawResponse ParseHead(string head) => new(head);
}
