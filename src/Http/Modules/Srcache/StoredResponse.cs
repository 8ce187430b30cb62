using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Srcache;

/// <summary>What is wrong with a stored response.</summary>
internal enum StoredFault
{
    None,
    InvalidStatusLine,
    InvalidField,

    /// <summary>A line is longer than <c>srcache_header_buffer_size</c>.</summary>
    LineTooLong,

    /// <summary>The head does not end.</summary>
    TruncatedHead,

    /// <summary>The body is not as long as the head says.</summary>
    WrongLength,
}

/// <summary>A response as it was stored: status line, fields, empty line, body. All slices are offsets into its bytes.</summary>
internal readonly struct StoredResponse
{
    private StoredResponse(StatusLine line, int fieldsStart, int bodyStart)
    {
        Status = line.Status;
        StatusText = line.StatusText;
        FieldsStart = fieldsStart;
        BodyStart = bodyStart;
    }

    public int Status { get; }

    /// <summary>"200 OK"</summary>
    public Slice StatusText { get; }

    public int FieldsStart { get; }

    public int BodyStart { get; }

    /// <summary>Reads the head; all of it is checked before any of it is used.</summary>
    /// <param name="lineLimit">The length of a line, with its end.</param>
    public static StoredFault TryParse(ReadOnlySpan<byte> bytes, long lineLimit, out StoredResponse response)
    {
        response = default;
        var outcome = Http1ResponseParser.ParseStatusLine(bytes, out var line, out var position);
        // An interim response is none that a request could get.
        if (outcome != ParseOutcome.Done || line.Status < 200)
            return outcome == ParseOutcome.NeedMore ? StoredFault.TruncatedHead : StoredFault.InvalidStatusLine;
        if (position > lineLimit)
            return StoredFault.LineTooLong;
        var fieldsStart = position;
        long announced = -1;
        while (true)
        {
            outcome = Http1ResponseParser.ParseField(bytes[position..], out var field, out var consumed);
            if (outcome is ParseOutcome.Done or ParseOutcome.HeadDone && consumed > lineLimit)
                return StoredFault.LineTooLong;
            position += consumed;
            if (outcome == ParseOutcome.HeadDone)
                break;
            if (outcome != ParseOutcome.Done || field.IsInvalidName)
                return outcome == ParseOutcome.NeedMore ? StoredFault.TruncatedHead : StoredFault.InvalidField;
            var text = bytes[(position - consumed)..];
            if (KnownFields.Find(field.Name.Of(text)) == KnownField.ContentLength && !RequestFraming.TryParseContentLength(field.Value.Of(text), out announced))
                return StoredFault.WrongLength;
        }

        response = new StoredResponse(line, fieldsStart, position);
        return announced < 0 || announced == bytes.Length - position ? StoredFault.None : StoredFault.WrongLength;
    }

    /// <summary>Gives the client's response status and fields, out of bytes that last as long as the request.</summary>
    /// <param name="head">The bytes up to the body.</param>
    public void CopyTo(ResponseHeaders response, ByteString head)
    {
        response.Status = Status;
        var text = head.Slice(StatusText.Start, StatusText.Length);
        // The usual phrase needs no line of its own.
        if (!text.Span.SequenceEqual(StatusLines.TextOf(Status)))
            response.StatusLine = text;
        var rest = head.Slice(FieldsStart);
        while (Http1ResponseParser.ParseField(rest.Span, out var field, out var consumed) == ParseOutcome.Done)
        {
            Copy(response, rest.Slice(field.Name.Start, field.Name.Length), rest.Slice(field.Value.Start, field.Value.Length));
            rest = rest.Slice(consumed);
        }
    }

    private static void Copy(ResponseHeaders response, ByteString name, ByteString value)
    {
        var known = KnownFields.Find(name.Span);
        switch (known)
        {
            case KnownField.ContentType:
                response.ContentType = value;
                break;
            case KnownField.ContentLength or KnownField.TransferEncoding or KnownField.Connection or KnownField.KeepAlive:
                // Of the connection, or computed anew.
                break;
            case KnownField.LastModified when HttpDate.TryParse(value.Span, out var time):
                response.LastModified = time;
                break;
            case KnownField.Location:
                // The client of the response that was stored may have known the server by another name.
                response.KeepsLocation = true;
                goto default;
            case KnownField.None when name.EqualsIgnoreCase(StoredHead.RangesField):
                response.AllowsRanges = true;
                break;
            default:
                response.Fields.Add(known, name, value);
                break;
        }
    }
}
