using Engine.Core.Buffers;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Connections;

/// <summary>
/// The parsing of one request head, which goes on where it stopped when more bytes come. It keeps offsets; the bytes are copied
/// to the request once, when the head is complete.
/// </summary>
internal sealed class HeadState
{
    private FieldPlace[] fields = new FieldPlace[16];
    private int fieldCount;
    private RequestLine line;
    private bool hasLine;

    /// <summary>How much of the head is parsed; when it is complete, its length.</summary>
    public int Position { get; private set; }

    public RequestError Error { get; private set; }

    /// <summary>The line that broke a limit or a rule, for the log.</summary>
    public Slice BadLine { get; private set; }

    public bool HasRequestLine => hasLine;

    /// <summary>Goes on parsing. Done when the head is complete.</summary>
    /// <param name="bytes">All bytes from the beginning of the request on.</param>
    public ParseOutcome Advance(ReadOnlySpan<byte> bytes, CoreServerConf conf)
    {
        if (!hasLine && ReadLine(bytes) is var outcome and not ParseOutcome.Done)
            return outcome == ParseOutcome.NeedMore ? CheckLine(bytes, conf, RequestError.TooLongUri) : outcome;
        // HTTP/0.9 has no fields.
        return line.Major == 0 ? ParseOutcome.Done : ReadFields(bytes, conf);
    }

    /// <summary>Gives the request what was parsed.</summary>
    /// <param name="bytes">The same bytes as to <see cref="Advance"/>.</param>
    public RequestLine CopyTo(HttpRequest request, ReadOnlySpan<byte> bytes)
    {
        var head = request.Arena.Copy(bytes[..Position]);
        request.Method = line.Method;
        request.MethodName = Part(head, line.MethodName);
        request.Version = line.Major * 1000 + line.Minor;
        request.RequestLineText = Part(head, line.Text);
        for (var i = 0; i < fieldCount; i++)
        {
            var field = fields[i];
            request.Headers.Add(head.Slice(field.Name, field.NameLength), head.Slice(field.Value, field.ValueLength));
        }

        Head = head;
        return line;
    }

    /// <summary>The copy that the request's strings are parts of.</summary>
    public ByteString Head { get; private set; }

    public static ByteString Part(ByteString head, Slice slice) => head.Slice(slice.Start, slice.Length);

    public void Reset()
    {
        fieldCount = 0;
        hasLine = false;
        line = default;
        Position = 0;
        Error = RequestError.None;
        BadLine = default;
        Head = default;
    }

    private ParseOutcome ReadLine(ReadOnlySpan<byte> bytes)
    {
        var outcome = Http1RequestParser.ParseRequestLine(bytes, out line, out var consumed, out var error);
        if (outcome == ParseOutcome.Done)
        {
            hasLine = true;
            Position = consumed;
        }
        else if (outcome == ParseOutcome.Invalid)
        {
            Error = error;
            BadLine = LineAt(bytes, 0);
        }

        return outcome;
    }

    private ParseOutcome ReadFields(ReadOnlySpan<byte> bytes, CoreServerConf conf)
    {
        while (true)
        {
            var rest = bytes[Position..];
            var outcome = Http1RequestParser.ParseField(rest, conf.UnderscoresInHeaders.Value, out var field, out var consumed, out var error);
            switch (outcome)
            {
                case ParseOutcome.Done:
                    if (consumed > conf.LargeClientHeaderBuffers.Value.Size)
                        return Fail(RequestError.TooLongHeaderLine, new Slice(Position, consumed));
                    if (field.IsInvalidName && conf.IgnoreInvalidHeaders.Value)
                        Position += consumed;
                    else if (field.IsInvalidName)
                        return Fail(RequestError.InvalidHeaderLine, new Slice(Position, consumed));
                    else if (!Add(field, conf))
                        return Fail(RequestError.TooManyHeaderLines, new Slice(Position, consumed));
                    else
                        Position += consumed;
                    continue;
                case ParseOutcome.HeadDone:
                    Position += consumed;
                    return ParseOutcome.Done;
                case ParseOutcome.NeedMore:
                    return CheckLine(bytes, conf, RequestError.TooLongHeaderLine);
                default:
                    return Fail(error, LineAt(bytes, Position));
            }
        }
    }

    /// <summary>No line may be longer than a large buffer, nor the head longer than all of them.</summary>
    private ParseOutcome CheckLine(ReadOnlySpan<byte> bytes, CoreServerConf conf, RequestError tooLong)
    {
        var large = conf.LargeClientHeaderBuffers.Value;
        var limit = Math.Max(large.Size, conf.ClientHeaderBufferSize.Value);
        if (bytes.Length - Position >= limit || bytes.Length >= conf.ClientHeaderBufferSize.Value + (long)large.Count * large.Size)
            return Fail(tooLong, LineAt(bytes, Position));
        return ParseOutcome.NeedMore;
    }

    private bool Add(in FieldLine field, CoreServerConf conf)
    {
        if (fieldCount >= conf.MaxHeaders.Value)
            return false;
        if (fieldCount == fields.Length)
            Array.Resize(ref fields, fieldCount * 2);
        fields[fieldCount++] = new FieldPlace(Position + field.Name.Start, field.Name.Length, Position + field.Value.Start, field.Value.Length);
        return true;
    }

    private ParseOutcome Fail(RequestError error, Slice badLine)
    {
        Error = error;
        BadLine = badLine;
        return ParseOutcome.Invalid;
    }

    private static Slice LineAt(ReadOnlySpan<byte> bytes, int start)
    {
        var end = bytes[start..].IndexOfAny((byte)'\r', (byte)'\n');
        return new Slice(start, Math.Min(end < 0 ? bytes.Length - start : end, 4096));
    }

    private readonly record struct FieldPlace(int Name, int NameLength, int Value, int ValueLength);
}
