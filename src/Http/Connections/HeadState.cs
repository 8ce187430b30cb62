using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;
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
    private CoreServerConf? hostConf;
    private int bufferEnd;
    private int largeBuffers;
    private Slice badLine;

    /// <summary>How much of the head is parsed; when it is complete, its length.</summary>
    public int Position { get; private set; }

    public RequestError Error { get; private set; }

    /// <summary>The line that broke a limit or a rule, for the log.</summary>
    public ByteString BadLine { get; private set; }

    public bool HasRequestLine => hasLine;

    /// <summary>Goes on parsing. Done when the head is complete.</summary>
    /// <param name="bytes">All bytes from the beginning of the request on.</param>
    public ParseOutcome Advance(ReadOnlySpan<byte> bytes, HttpRequest request)
    {
        var conf = hostConf ?? request.Server.Core;
        if (!hasLine)
        {
            var outcome = ReadLine(bytes, conf);
            if (outcome != ParseOutcome.Done)
                return outcome;
        }

        // HTTP/0.9 has no fields.
        return line.Major == 0 ? ParseOutcome.Done : ReadFields(bytes, conf, request);
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
        request.ReceivedHead = head.Slice(line.Text.Start, Position - line.Text.Start);
        for (var i = 0; i < fieldCount; i++)
        {
            var field = fields[i];
            request.Headers.Add(head.Slice(field.Name, field.NameLength), head.Slice(field.Value, field.ValueLength));
        }

        Bytes = head;
        return line;
    }

    /// <summary>Gives the request what was understood of a head that is invalid or broke off.</summary>
    public void CopyPartTo(HttpRequest request, ReadOnlySpan<byte> bytes)
    {
        BadLine = request.Arena.Copy(badLine.Of(bytes));
        request.Version = 1000;
        if (hasLine)
            HeadValidator.ApplyPartly(request, CopyTo(request, bytes), Bytes);
        else
            request.RequestLineText = BadLine;
        if (Error == RequestError.InvalidMethodInHttp09)
            request.Version = 9;
        Position = bytes.Length;
    }

    /// <summary>The copy that the request's strings are parts of.</summary>
    public ByteString Bytes { get; private set; }

    public static ByteString Part(ByteString head, Slice slice) => head.Slice(slice.Start, slice.Length);

    public void Reset()
    {
        fieldCount = 0;
        hasLine = false;
        hostConf = null;
        line = default;
        Position = 0;
        Error = RequestError.None;
        BadLine = default;
        Bytes = default;
        badLine = default;
        bufferEnd = largeBuffers = 0;
    }

    private ParseOutcome ReadLine(ReadOnlySpan<byte> bytes, CoreServerConf conf)
    {
        var outcome = Http1RequestParser.ParseRequestLine(bytes, out line, out var consumed, out var error);
        if (outcome == ParseOutcome.Invalid)
            return Fail(error, LineAt(bytes, 0));
        if (!Fits(outcome == ParseOutcome.Done ? consumed : bytes.Length + 1, conf))
            return Fail(RequestError.TooLongUri, LineAt(bytes, 0));
        if (outcome != ParseOutcome.Done)
            return outcome;
        hasLine = true;
        Position = consumed;
        return ParseOutcome.Done;
    }

    private ParseOutcome ReadFields(ReadOnlySpan<byte> bytes, CoreServerConf conf, HttpRequest request)
    {
        while (true)
        {
            var outcome = Http1RequestParser.ParseField(bytes[Position..], conf.UnderscoresInHeaders.Value, out var field, out var consumed, out var error);
            if (outcome == ParseOutcome.Invalid)
                return Fail(error, LineAt(bytes, Position));
            if (!Fits(outcome == ParseOutcome.NeedMore ? bytes.Length + 1 : Position + consumed, conf))
                return Fail(RequestError.TooLongHeaderLine, LineAt(bytes, Position));
            if (outcome == ParseOutcome.NeedMore)
                return outcome;
            var isIgnored = field.IsInvalidName && conf.IgnoreInvalidHeaders.Value;
            if (isIgnored)
                LogIgnored(request, LineAt(bytes, Position).Of(bytes));
            else if (outcome == ParseOutcome.Done && !Add(field, conf))
                return Fail(RequestError.TooManyHeaderLines, LineAt(bytes, Position));
            else if (outcome == ParseOutcome.Done && request.Connection.Address.HasHeadRules && IsHost(bytes.Slice(Position + field.Name.Start, field.Name.Length)))
                conf = hostConf = HeadValidator.FindServer(request, bytes.Slice(Position + field.Value.Start, field.Value.Length)).Core;
            Position += consumed;
            if (outcome == ParseOutcome.HeadDone)
                return ParseOutcome.Done;
        }
    }

    /// <summary>
    /// Counts the buffers that nginx would use for the line at <see cref="Position"/>: one of <c>client_header_buffer_size</c>, then the
    /// large ones, each line as a whole in one of them.
    /// </summary>
    /// <param name="end">Where the line ends; of an incomplete line, where it can't have ended yet.</param>
    private bool Fits(int end, CoreServerConf conf)
    {
        if (bufferEnd == 0)
            bufferEnd = (int)Math.Min(conf.ClientHeaderBufferSize.Value, int.MaxValue);
        if (end <= bufferEnd)
            return true;
        var large = conf.LargeClientHeaderBuffers.Value;
        if (end - Position > large.Size || largeBuffers == large.Count)
            return false;
        largeBuffers++;
        bufferEnd = Position + large.Size;
        return true;
    }

    private static void LogIgnored(HttpRequest request, ReadOnlySpan<byte> line)
    {
        request.LogAction = "reading client request headers";
        request.Log.Write(LogLevel.Info, request, $"client sent invalid header line: \"{line}\"");
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

    private static bool IsHost(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(name, "Host"u8);

    private ParseOutcome Fail(RequestError error, Slice line)
    {
        Error = error;
        badLine = line;
        return ParseOutcome.Invalid;
    }

    private static Slice LineAt(ReadOnlySpan<byte> bytes, int start)
    {
        var end = bytes[start..].IndexOfAny((byte)'\r', (byte)'\n');
        return new Slice(start, Math.Min(end < 0 ? bytes.Length - start : end, 4096));
    }

    private readonly record struct FieldPlace(int Name, int NameLength, int Value, int ValueLength);
}
