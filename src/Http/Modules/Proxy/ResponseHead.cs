using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary>
/// Parses the head of an HTTP/1 response. What two readers could frame differently (RFC 9112, 6.3) is refused: a length beside chunks,
/// two lengths, a coding that is not known.
/// </summary>
internal sealed class ResponseHead
{
    /// <summary>Interim responses before the final one: more than a peer with good intentions sends.</summary>
    private const int MaxInterim = 32;

    /// <summary>The lines of the field section; of as many as usual heads have.</summary>
    private Line[] lines = new Line[16];
    private int lineCount;
    private int interim;
    private int interimBytes;

    /// <summary>The upstream keeps the connection open behind this response.</summary>
    public bool KeepsConnection { get; private set; }

    public void Begin()
    {
        interim = interimBytes = 0;
        KeepsConnection = false;
    }

    /// <summary>HeadDone, NeedMore, or Invalid (logged). Parsing begins again with the head's first byte when more has come.</summary>
    public ParseOutcome Parse(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        var position = interimBytes;
        while (true)
        {
            consumed = 0;
            var outcome = ParseOne(upstream, bytes[position..], out var length);
            if (outcome != ParseOutcome.HeadDone)
                return outcome;
            position += length;
            if (upstream.Response.Status is >= 200 or 101)
            {
                consumed = position;
                return Accept(upstream) ? ParseOutcome.HeadDone : ParseOutcome.Invalid;
            }

            if (++interim > MaxInterim)
            {
                upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent too many interim responses");
                return ParseOutcome.Invalid;
            }

            interimBytes = position;
            upstream.Response.Clear();
        }
    }

    private ParseOutcome ParseOne(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        if (bytes.IsEmpty)
            return ParseOutcome.NeedMore;
        var outcome = Http1ResponseParser.ParseStatusLine(bytes, out var line, out var position);
        if (outcome == ParseOutcome.Invalid)
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent no valid HTTP/1.0 header");
        if (outcome != ParseOutcome.Done)
            return outcome;
        // Nothing is copied before the head is complete: what is parsed twice is short.
        outcome = FindFields(upstream, bytes, ref position);
        if (outcome != ParseOutcome.HeadDone)
            return outcome;
        consumed = position;
        return TakeFields(upstream, line, bytes[..position]) ? ParseOutcome.HeadDone : ParseOutcome.Invalid;
    }

    /// <summary>Goes through the field section. A line that is wrong already is not waited for.</summary>
    private ParseOutcome FindFields(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, ref int position)
    {
        for (lineCount = 0; ; lineCount++)
        {
            var outcome = Http1ResponseParser.ParseField(bytes[position..], out var field, out var length);
            if (outcome == ParseOutcome.Invalid)
                return RefuseLine(upstream, bytes[position..]);
            if (outcome == ParseOutcome.Done)
                Remember(position, field);
            position += length;
            if (outcome != ParseOutcome.Done)
                return outcome;
        }
    }

    private void Remember(int position, in FieldLine field)
    {
        if (lineCount == lines.Length)
            Array.Resize(ref lines, lineCount * 2);
        lines[lineCount] = new Line(position, field.Name.Length, position + field.Value.Start, field.Value.Length);
    }

    private bool TakeFields(UpstreamRequest upstream, in StatusLine line, ReadOnlySpan<byte> bytes)
    {
        var response = upstream.Response;
        response.Clear();
        response.Status = line.Status;
        KeepsConnection = line.Minor > 0;
        var head = upstream.Request.Arena.Copy(bytes);
        response.Head = head;
        response.StatusText = head.Slice(line.StatusText.Start, line.StatusText.Length);
        foreach (ref readonly var field in lines.AsSpan(0, lineCount))
        {
            var name = head.Slice(field.Name, field.NameLength);
            if (!Add(upstream, KnownFields.Find(name.Span), name, head.Slice(field.Value, field.ValueLength)))
                return false;
        }

        return true;
    }

    /// <summary>The length of a field section with its empty line; -1 when that has not come.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> fields)
    {
        for (var position = 0; ;)
        {
            var rest = fields[position..];
            if (rest.StartsWith("\n"u8))
                return position + 1;
            if (rest.StartsWith("\r\n"u8))
                return position + 2;
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
                return -1;
            position += end + 1;
        }
    }

    private static ParseOutcome RefuseLine(UpstreamRequest upstream, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? bytes : bytes[..end];
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid header: \"{line}\"");
        return ParseOutcome.Invalid;
    }

    private static bool Add(UpstreamRequest upstream, KnownField known, ByteString name, ByteString value)
    {
        var fields = upstream.Response.Fields;
        if (fields.Has(known) && IsUnique(known))
            return MayRepeat(upstream, known, name, value);
        fields.Add(known, name, value);
        return true;
    }

    /// <summary>A second line of what should stand once: the first counts, but there are not two ways to frame a message.</summary>
    private static bool MayRepeat(UpstreamRequest upstream, KnownField known, ByteString name, ByteString value)
    {
        var previous = upstream.Response.Fields.ValueOf(known);
        var isFraming = known is KnownField.ContentLength or KnownField.TransferEncoding;
        if (isFraming)
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent duplicate header line: \"{name}: {value}\", previous value: \"{name}: {previous}\"");
        else
            upstream.Request.Log.Write(LogLevel.Warn, upstream.Request, $"upstream sent duplicate header line: \"{name}: {value}\", previous value: \"{name}: {previous}\", ignored");
        return !isFraming;
    }

    private static bool IsUnique(KnownField field) => field is KnownField.ContentLength or KnownField.TransferEncoding or KnownField.Status
        or KnownField.ContentType or KnownField.Date or KnownField.LastModified or KnownField.ETag or KnownField.Server or KnownField.Location
        or KnownField.Refresh or KnownField.ContentDisposition or KnownField.Expires or KnownField.AcceptRanges or KnownField.ContentRange
        or KnownField.XAccelExpires or KnownField.XAccelRedirect or KnownField.XAccelLimitRate or KnownField.XAccelBuffering
        or KnownField.XAccelCharset or KnownField.ContentEncoding;

    /// <summary>The head is complete: what it says of the body and the connection.</summary>
    private bool Accept(UpstreamRequest upstream)
    {
        var response = upstream.Response;
        if (response.Fields.Has(KnownField.Connection))
            ReadConnection(response);
        if (response.Fields.TryGet(KnownField.ContentLength, out var text))
        {
            if (!RequestFraming.TryParseContentLength(text.Span, out var length))
                return Refuse(upstream, $"upstream sent invalid \"Content-Length\" header: \"{text}\"");
            response.ContentLength = length;
        }

        if (response.Fields.TryGet(KnownField.TransferEncoding, out var coding))
        {
            if (!RequestFraming.IsChunked(coding.Span))
                return Refuse(upstream, $"upstream sent unknown \"Transfer-Encoding\": \"{coding}\"");
            if (response.ContentLength >= 0)
                return Refuse(upstream, $"upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
            response.IsChunked = true;
        }

        return response.Status != 101 || AcceptUpgrade(upstream);
    }

    private void ReadConnection(UpstreamResponse response)
    {
        foreach (ref readonly var field in response.Fields.Span)
        {
            if (field.Known != KnownField.Connection)
                continue;
            var tokens = RequestFraming.ParseConnection(field.Value.Span);
            if ((tokens & RequestFraming.ConnectionTokens.Close) != 0)
                KeepsConnection = false;
            else if ((tokens & RequestFraming.ConnectionTokens.KeepAlive) != 0)
                KeepsConnection = true;
        }
    }

    /// <summary>
    /// RFC 9110, 7.8: a server switches only to what the client asked for. A client that did not ask gets the head, as from nginx, and nothing
    /// behind it: it may take a 101 for an interim response, and what follows for its own. A client of HTTP/1.0 knows no 1xx (15.2).
    /// </summary>
    private bool AcceptUpgrade(UpstreamRequest upstream)
    {
        var (request, response) = (upstream.Request, upstream.Response);
        KeepsConnection = false;
        response.ContentLength = -1;
        response.IsChunked = false;
        if (request.IsSubrequest || request.Version < 1001)
            return Refuse(upstream, $"upstream sent 101 to a request that can't be upgraded");
        response.IsUpgraded = request.Headers.Has(KnownField.Upgrade);
        if (!response.IsUpgraded)
            request.Log.Write(LogLevel.Warn, request, $"upstream sent 101 without a request to upgrade");
        return true;
    }

    private static bool Refuse(UpstreamRequest upstream, string message)
    {
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"{message}");
        return false;
    }

    /// <summary>Where name and value of a field stand in the head.</summary>
    private readonly record struct Line(int Name, int NameLength, int Value, int ValueLength);
}
