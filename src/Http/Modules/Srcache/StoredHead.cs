using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Srcache;

/// <summary>Writes the head of a response as it is stored: status line, fields, empty line. Its length is left to whoever has the body.</summary>
internal static class StoredHead
{
    /// <summary>Stands for the server's readiness to answer with parts of the body: Accept-Ranges is what a client is told.</summary>
    public static ReadOnlySpan<byte> RangesField => "X-SRCache-Allow-Ranges"u8;

    /// <summary>False when a line is longer than <c>srcache_header_buffer_size</c>: it could not be read again.</summary>
    public static bool TryWrite(HttpRequest request, SrcacheConf conf, SrcacheState state)
    {
        var bytes = state.Bytes;
        bytes.Begin(conf.BufferSize.Value);
        WriteComputed(request.Response, conf.Hidden, bytes);
        state.FieldsStart = bytes.Length;
        foreach (var field in request.Response.Fields.Span)
        {
            if (!conf.Hidden.Contains(field) && !IsMark(field))
                bytes.AppendField(field.Name.Span, field.Value.Span);
        }

        bytes.Append("\r\n"u8);
        state.BodyStart = bytes.Length;
        return LongestLine(bytes.Span) <= conf.HeaderBufferSize.Value;
    }

    /// <summary>
    /// The body that comes is a part of what the head was written for: status, type and range are those of the part. The other fields stay as
    /// they were before the filters behind this one had their say.
    /// </summary>
    public static void WriteForPart(HttpRequest request, SrcacheConf conf, SrcacheState state)
    {
        var bytes = state.Bytes;
        var fields = request.Arena.Copy(bytes.Span[state.FieldsStart..]);
        var response = request.Response;
        bytes.Truncate(0);
        WriteComputed(response, conf.Hidden, bytes, isPart: true);
        if (response.Fields.TryGet(KnownField.ContentRange, out var range))
            bytes.AppendField("Content-Range"u8, range.Span);
        state.FieldsStart = bytes.Length;
        bytes.Append(fields.Span);
        state.BodyStart = bytes.Length;
    }

    /// <summary>Status line and the fields that the server computes.</summary>
    private static void WriteComputed(ResponseHeaders response, Upstream.FieldNameSet hidden, StoredBytes bytes, bool isPart = false)
    {
        WriteStatusLine(response, bytes);
        if (!response.ContentType.IsEmpty && !hidden.Contains(new HeaderField(KnownField.ContentType, default, default)))
            WriteContentType(response, bytes, isPart);
        if (response.LastModified >= 0 && !hidden.Contains(new HeaderField(KnownField.LastModified, default, default)))
        {
            Span<byte> date = stackalloc byte[HttpDate.Length];
            HttpDate.Format(response.LastModified, date);
            bytes.AppendField("Last-Modified"u8, date);
        }

        if (response.AllowsRanges && !isPart)
            bytes.AppendField(RangesField, "1"u8);
    }

    private static void WriteStatusLine(ResponseHeaders response, StoredBytes bytes)
    {
        bytes.Append("HTTP/1.1 "u8);
        var text = response.StatusLine.IsEmpty ? StatusLines.TextOf(response.Status) : response.StatusLine.Span;
        if (!text.IsEmpty)
            bytes.Append(text);
        else
        {
            Span<byte> digits = stackalloc byte[12];
            response.Status.TryFormat(digits, out var length, default, null);
            bytes.Append(digits[..length]);
            bytes.Append(" "u8);
        }

        bytes.Append("\r\n"u8);
    }

    /// <param name="isPart">The charset was added by a filter, which will add it again.</param>
    private static void WriteContentType(ResponseHeaders response, StoredBytes bytes, bool isPart)
    {
        bytes.Append("Content-Type: "u8);
        bytes.Append(response.ContentType.Span);
        if (!response.Charset.IsEmpty && !isPart)
        {
            bytes.Append("; charset="u8);
            bytes.Append(response.Charset.Span);
        }

        bytes.Append("\r\n"u8);
    }

    /// <summary>An empty Server or Date says that the client gets none.</summary>
    private static bool IsMark(in HeaderField field) => field.Value.IsEmpty && field.Known is KnownField.Server or KnownField.Date;

    /// <summary>With its end.</summary>
    private static int LongestLine(ReadOnlySpan<byte> head)
    {
        var longest = 0;
        while (!head.IsEmpty)
        {
            var length = head.IndexOf((byte)'\n') + 1;
            longest = Math.Max(longest, length);
            head = head[length..];
        }

        return longest;
    }
}
