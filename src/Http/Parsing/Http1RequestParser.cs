namespace Engine.Http.Parsing;

/// <summary>
/// The head of an HTTP/1 request: strict where leniency smuggles requests (RFC 9112), otherwise as nginx reads it.
/// A line is parsed as a whole; while it is incomplete, its bytes are checked and nothing is consumed.
/// </summary>
public static class Http1RequestParser
{
    /// <summary>
    /// Parses the request line at the start of <paramref name="bytes"/>. One empty line before it is skipped (RFC 9112, 2.2).
    /// An invalid byte is reported as soon as it is there, and <paramref name="consumed"/> is then its offset.
    /// </summary>
    public static ParseOutcome ParseRequestLine(ReadOnlySpan<byte> bytes, out RequestLine line, out int consumed, out RequestError error)
    {
        var reader = new RequestLineReader(bytes);
        var outcome = reader.Read();
        line = reader.Line;
        error = reader.Error;
        consumed = outcome == ParseOutcome.NeedMore ? 0 : reader.Position;
        return outcome;
    }

    /// <summary>Parses one field line, or the empty line that ends the head.</summary>
    public static ParseOutcome ParseField(ReadOnlySpan<byte> bytes, bool allowUnderscores, out FieldLine field, out int consumed, out RequestError error)
    {
        var outcome = FieldLineParser.Parse(bytes, allowUnderscores, out field, out consumed);
        error = outcome == ParseOutcome.Invalid ? RequestError.InvalidHeaderLine : RequestError.None;
        return outcome;
    }
}
