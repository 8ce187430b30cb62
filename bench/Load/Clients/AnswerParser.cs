using System.Globalization;
using System.Text;

namespace Engine.Bench.Load.Clients;

/// <summary>How far an answer has come.</summary>
internal enum AnswerState
{
    Incomplete,
    Complete,

    /// <summary>What came is no HTTP/1.1 answer.</summary>
    Broken,
}

/// <summary>
/// Takes the bytes of one HTTP/1.1 answer in any pieces: status, content by length or chunks, and whether the connection lives on.
/// To be used again after <see cref="Reset"/>.
/// </summary>
internal sealed class AnswerParser
{
    private byte[] bytes = new byte[4096];
    private int length;
    private int headLength;
    private long contentLength;
    private bool chunked;

    public int Status { get; private set; }

    public bool KeepsAlive { get; private set; }

    public bool HasStarted => length > 0;

    /// <summary>The content without chunk framing.</summary>
    public string Content => chunked ? Unchunk() : Encoding.Latin1.GetString(bytes, headLength, (int)contentLength);

    public void Reset()
    {
        length = 0;
        headLength = 0;
    }

    public AnswerState Take(ReadOnlySpan<byte> received)
    {
        if (length + received.Length > bytes.Length)
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + received.Length));
        received.CopyTo(bytes.AsSpan(length));
        length += received.Length;
        if (headLength == 0 && !ParseHead())
            return AnswerState.Incomplete;
        if (Status == 0)
            return AnswerState.Broken;
        return IsComplete() ? AnswerState.Complete : AnswerState.Incomplete;
    }

    private bool ParseHead()
    {
        var end = bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        headLength = end + 4;
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        Status = lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            && int.TryParse(lines[0].AsSpan(9, Math.Min(3, lines[0].Length - 9)), CultureInfo.InvariantCulture, out var status) ? status : 0;
        contentLength = 0;
        chunked = false;
        KeepsAlive = true;
        foreach (var line in lines.Skip(1))
            TakeField(line);
        return true;
    }

    private void TakeField(string line)
    {
        if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            contentLength = long.Parse(line.AsSpan(16), CultureInfo.InvariantCulture);
        else if (line.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            chunked = true;
        else if (line.Equals("Connection: close", StringComparison.OrdinalIgnoreCase))
            KeepsAlive = false;
    }

    // A content that has these bytes at the end of a chunk does not occur in the scenarios.
    private bool IsComplete() => chunked
        ? bytes.AsSpan(headLength, length - headLength).EndsWith("0\r\n\r\n"u8)
        : length - headLength >= contentLength;

    private string Unchunk()
    {
        var content = new StringBuilder();
        var position = headLength;
        while (true)
        {
            var lineEnd = position + bytes.AsSpan(position).IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.Latin1.GetString(bytes, position, lineEnd - position), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                return content.ToString();
            content.Append(Encoding.Latin1.GetString(bytes, lineEnd + 2, size));
            position = lineEnd + 2 + size + 2;
        }
    }
}
