using System.Buffers;
using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary>A line being written, in a buffer that its thread reuses.</summary>
public ref struct LogLine
{
    private const int FirstSize = 2048;

    /// <summary>A buffer that grew past this is not kept.</summary>
    private const int MaxKept = 64 * 1024;

    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static value => (byte)value), (byte)'"', (byte)'\\', 0x7F]);

    private static readonly SearchValues<byte> ControlAndNonAscii = SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(static value => value is < 32 or > 126 or '"' or '\\').Select(static value => (byte)value)]);

    private static readonly SearchValues<byte> JsonBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static value => (byte)value), (byte)'"', (byte)'\\']);

    [ThreadStatic]
    private static byte[]? spare;

    private readonly LogEscape escape;
    private readonly SearchValues<byte> escaped;
    private byte[] buffer;
    private int length;

    private LogLine(LogEscape escape, bool escapesNonAscii)
    {
        this.escape = escape;
        escaped = escape == LogEscape.Json ? JsonBytes : escapesNonAscii ? ControlAndNonAscii : ControlBytes;
        // Taken while in use: what computes a value may write a line itself.
        buffer = spare ?? new byte[FirstSize];
        spare = null;
    }

    internal static LogLine Begin(LogEscape escape, bool escapesNonAscii) => new(escape, escapesNonAscii);

    internal ReadOnlySpan<byte> End()
    {
        Append("\n"u8);
        spare = buffer.Length <= MaxKept ? buffer : null;
        return buffer.AsSpan(0, length);
    }

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        length += bytes.Length;
    }

    public void Append(long number)
    {
        number.TryFormat(Room(20), out var written, default, null);
        length += written;
    }

    /// <summary>Milliseconds as seconds with three decimals.</summary>
    public void AppendSeconds(long milliseconds)
    {
        Append(milliseconds / 1000);
        var rest = (int)(milliseconds % 1000);
        Append([(byte)'.', (byte)('0' + rest / 100), (byte)('0' + rest / 10 % 10), (byte)('0' + rest % 10)]);
    }

    /// <summary>At least three digits.</summary>
    public void AppendStatus(int status)
    {
        if (status < 1000)
            Append([(byte)('0' + status / 100), (byte)('0' + status / 10 % 10), (byte)('0' + status % 10)]);
        else
            Append(status);
    }

    public void AppendValue(VariableValue value)
    {
        if (!value.IsFound)
        {
            if (escape == LogEscape.Default)
                Append("-"u8);
            return;
        }

        if (escape == LogEscape.None)
            Append(value.Bytes.Span);
        else
            AppendEscaped(value.Bytes.Span);
    }

    private void AppendEscaped(scoped ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var at = bytes.IndexOfAny(escaped);
            if (at < 0)
            {
                Append(bytes);
                return;
            }

            Append(bytes[..at]);
            if (escape == LogEscape.Json)
                AppendJsonEscape(bytes[at]);
            else
                AppendHex("\\x"u8, bytes[at]);
            bytes = bytes[(at + 1)..];
        }
    }

    private void AppendJsonEscape(byte value)
    {
        var letter = value switch
        {
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'"' or (byte)'\\' => value,
            _ => (byte)0,
        };
        if (letter == 0)
            AppendHex("\\u00"u8, value);
        else
            Append([(byte)'\\', letter]);
    }

    private void AppendHex(scoped ReadOnlySpan<byte> prefix, byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        Append(prefix);
        Append([digits[value >> 4], digits[value & 15]]);
    }

    private Span<byte> Room(int count)
    {
        if (buffer.Length - length < count)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
        return buffer.AsSpan(length);
    }
}
