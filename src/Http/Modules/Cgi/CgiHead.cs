using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Proxy;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Cgi;

/// <summary>
/// Parses the head of a CGI response (RFC 3875, 6): fields, of which Status gives the status; perhaps an HTTP status line before them.
/// </summary>
internal static class CgiHead
{
    /// <param name="bytes">All of the response that is there, from its first byte on.</param>
    /// <param name="consumed">The length of the head when it is complete.</param>
    /// <returns>HeadDone, NeedMore, or Invalid (logged).</returns>
    public static ParseOutcome Parse(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, bool allowsStatusLine, out int consumed)
    {
        consumed = 0;
        if (bytes.IsEmpty)
            return ParseOutcome.NeedMore;
        var response = upstream.Response;
        response.Clear();
        var position = 0;
        if (allowsStatusLine && IsStatusLine(bytes))
        {
            var outcome = Http1ResponseParser.ParseStatusLine(bytes, out var line, out position);
            if (outcome == ParseOutcome.NeedMore)
                return outcome;
            if (outcome == ParseOutcome.Done)
            {
                response.Status = line.Status;
                response.StatusText = upstream.Request.Arena.Copy(bytes.Slice(line.StatusText.Start, line.StatusText.Length));
            }
            else
                position = 0;
        }

        var length = ResponseHead.LengthOf(bytes[position..]);
        if (length < 0)
            return HasInvalidLine(upstream, bytes[position..]) ? ParseOutcome.Invalid : ParseOutcome.NeedMore;
        response.Head = upstream.Request.Arena.Copy(bytes[..(position + length)]);
        consumed = position + length;
        return ReadFields(upstream, position) && Accept(upstream) ? ParseOutcome.HeadDone : ParseOutcome.Invalid;
    }

    private static bool IsStatusLine(ReadOnlySpan<byte> bytes) => bytes.StartsWith("HTTP/"u8[..Math.Min(5, bytes.Length)]);

    private static bool ReadFields(UpstreamRequest upstream, int position)
    {
        var head = upstream.Response.Head;
        while (true)
        {
            var outcome = Http1ResponseParser.ParseField(head.Span[position..], out var field, out var length);
            if (outcome == ParseOutcome.HeadDone)
                return true;
            if (outcome != ParseOutcome.Done)
                return Refuse(upstream, head.Span[position..]);
            var name = head.Slice(position + field.Name.Start, field.Name.Length);
            upstream.Response.Fields.Add(KnownFields.Find(name.Span), name, head.Slice(position + field.Value.Start, field.Value.Length));
            position += length;
        }
    }

    /// <summary>Status, length and redirect that the fields tell of.</summary>
    private static bool Accept(UpstreamRequest upstream)
    {
        var response = upstream.Response;
        if (response.Status == 0 && response.Fields.TryGet(KnownField.Status, out var text))
        {
            if (!System.Buffers.Text.Utf8Parser.TryParse(text.Span, out int status, out var digits) || digits != 3 || status is < 100 or > 999)
            {
                upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid status \"{text}\"");
                return false;
            }

            response.Status = status;
            response.StatusText = text;
        }
        else if (response.Status == 0)
            response.Status = response.Fields.Has(KnownField.Location) ? 302 : 200;
        if (!response.Fields.TryGet(KnownField.ContentLength, out var length))
            return true;
        if (response.Fields.CountOf(KnownField.ContentLength) == 1 && RequestFraming.TryParseContentLength(length.Span, out var value))
        {
            response.ContentLength = value;
            return true;
        }

        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid \"Content-Length\" header: \"{length}\"");
        return false;
    }

    private static bool HasInvalidLine(UpstreamRequest upstream, ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var outcome = Http1ResponseParser.ParseField(bytes, out _, out var length);
            if (outcome == ParseOutcome.Invalid)
                return !Refuse(upstream, bytes);
            if (outcome != ParseOutcome.Done)
                return false;
            bytes = bytes[length..];
        }
    }

    private static bool Refuse(UpstreamRequest upstream, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? bytes : bytes[..end];
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid header: \"{line}\"");
        return false;
    }
}
