using System.Text;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>
/// One request of a "requests" section. Its line stands at the margin; indented below it are its fields, <c>&gt; text</c> of its body (\r and \n
/// stand for what they say), and <c>! FIELD: reason</c> for what is not compared: a field, "status", "body", or "answer" for everything.
/// </summary>
internal sealed class ComparedRequest
{
    private readonly List<string> fields = [];
    private readonly StringBuilder body = new();
    private readonly HashSet<string> exceptions = new(StringComparer.OrdinalIgnoreCase);

    private ComparedRequest(string line) => Line = line;

    public string Line { get; }

    public string Method => Line[..Line.IndexOf(' ', StringComparison.Ordinal)];

    public bool Compares(string what) => !exceptions.Contains(what);

    public bool Has(string field) => fields.Exists(line => line.StartsWith(field + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Everything is compared.</summary>
    public bool HasNoExceptions => exceptions.Count == 0;

    /// <summary>The same request but for its line, with further fields where it has none of that name.</summary>
    public ComparedRequest With(string line, IEnumerable<string> further)
    {
        var result = new ComparedRequest(line);
        result.fields.AddRange(fields);
        result.body.Append(body);
        foreach (var field in further.Where(field => !result.Has(field.Split(':')[0])))
            result.fields.Add(field);
        return result;
    }

    public static List<ComparedRequest> Read(string section)
    {
        var requests = new List<ComparedRequest>();
        foreach (var line in section.Split('\n').Where(static line => line.Length > 0))
        {
            if (line.StartsWith(' '))
                requests[^1].Add(line.TrimStart());
            else
                requests.Add(new ComparedRequest(line));
        }

        return requests;
    }

    /// <summary>What the request is to be on the wire: a host and the end of the connection are added.</summary>
    public string Text()
    {
        var isComplete = Line.EndsWith(" HTTP/1.0", StringComparison.Ordinal);
        var all = new List<string>(fields);
        if (!isComplete)
            AddUnlessPresent("Host: localhost");
        AddUnlessPresent("Connection: close");
        if (body.Length > 0 && !Has("Transfer-Encoding"))
            AddUnlessPresent($"Content-Length: {body.Length}");
        return $"{Line}{(isComplete ? "" : " HTTP/1.1")}\r\n{string.Concat(all.Select(static field => field + "\r\n"))}\r\n{body}";

        void AddUnlessPresent(string field)
        {
            if (!Has(field.Split(':')[0]))
                all.Add(field);
        }
    }

    public override string ToString() => string.Join(" | ", fields.Prepend(Line)) + (body.Length > 0 ? " | (with a body)" : "");

    private void Add(string text)
    {
        if (text.StartsWith("> ", StringComparison.Ordinal))
            body.Append(text[2..].Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
        else if (text.StartsWith("! ", StringComparison.Ordinal))
            exceptions.Add(text[2..].Split(':')[0]);
        else
            fields.Add(text);
    }
}
