using System.Buffers;
using System.Runtime.CompilerServices;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>
/// Builds one line of the error log as UTF-8 in a buffer that its thread reuses. As an interpolated string handler it
/// formats nothing when the level is off.
/// Literals are written as they are; what is formatted in has its control bytes written as \xHH, so that a peer cannot
/// forge lines. The format <c>raw</c> (<c>{text:raw}</c>) leaves them, for text of the configuration's author such as tracebacks.
/// </summary>
[InterpolatedStringHandler]
public ref struct LogLineBuilder
{
    /// <summary>The longest line, its newline included. The limit OpenResty gives nginx.</summary>
    public const int MaxLine = 4096;

    /// <summary>Kept free for the error number and its text, as nginx keeps it.</summary>
    private const int ErrnoRoom = 50;

    private static readonly SearchValues<byte> ControlBytes = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(static value => (byte)value), 0x7F]);

    private static readonly string?[] ErrnoTexts = new string?[160];

    [ThreadStatic]
    private static byte[]? spare;

    [ThreadStatic]
    private static int threadId;

    private byte[]? buffer;
    private int length;
    private int messageStart;

    /// <summary>Called by the compiler for <c>log.Write(level, context, $"…")</c>.</summary>
    public LogLineBuilder(int literalLength, int formattedCount, ErrorLog log, LogLevel level, ILogContext? context, out bool enabled)
    {
        enabled = level <= log.Level;
        if (enabled)
            Begin(level, context);
    }

    /// <summary>Called by the compiler for <c>log.Write(level, $"…")</c>.</summary>
    public LogLineBuilder(int literalLength, int formattedCount, ErrorLog log, LogLevel level, out bool enabled)
        : this(literalLength, formattedCount, log, level, null, out enabled)
    {
    }

    private LogLineBuilder(LogLevel level, ILogContext? context) => Begin(level, context);

    /// <summary>The message alone, for the copy on stderr.</summary>
    internal readonly ReadOnlySpan<byte> FromMessage => buffer.AsSpan(messageStart, length - messageStart);

    internal readonly ReadOnlySpan<byte> Line => buffer.AsSpan(0, length);

    internal readonly bool IsEnabled => buffer is not null;

    internal static LogLineBuilder Start(LogLevel level, ILogContext? context) => new(level, context);

    /// <summary>Bytes written as they are.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Room);
        bytes[..count].CopyTo(buffer.AsSpan(length));
        length += count;
    }

    public void Append(long number)
    {
        if (number.TryFormat(buffer.AsSpan(length, Room), out var written, default, null))
            length += written;
    }

    /// <summary>Bytes of a peer: control bytes are written as \xHH.</summary>
    public void AppendEscaped(scoped ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var control = bytes.IndexOfAny(ControlBytes);
            if (control < 0)
            {
                Append(bytes);
                return;
            }

            Append(bytes[..control]);
            AppendHex(bytes[control]);
            bytes = bytes[(control + 1)..];
        }
    }

    public void AppendLiteral(string text) => AppendText(text);

    public void AppendFormatted(string? text)
    {
        var start = length;
        AppendText(text);
        var written = buffer.AsSpan(start, length - start);
        if (written.ContainsAny(ControlBytes))
            EscapeFrom(start);
    }

    public void AppendFormatted(string? text, string format)
    {
        if (format == "raw")
            AppendText(text);
        else
            AppendFormatted(text);
    }

    public void AppendFormatted(ByteString bytes) => AppendEscaped(bytes.Span);

    public void AppendFormatted(ByteString bytes, string format) => AppendFormatted(bytes.Span, format);

    public void AppendFormatted(scoped ReadOnlySpan<byte> bytes) => AppendEscaped(bytes);

    public void AppendFormatted(scoped ReadOnlySpan<byte> bytes, string format)
    {
        if (format == "raw")
            Append(bytes);
        else
            AppendEscaped(bytes);
    }

    public void AppendFormatted(long number) => Append(number);

    public void AppendFormatted(char character) => AppendFormatted(character.ToString());

    public void AppendFormatted(SocketAddress address)
    {
        if (address.IsUnix)
        {
            AppendFormatted(address.ToString());
            return;
        }

        Span<byte> text = stackalloc byte[64];
        Append(text[..address.Format(text, withPort: true)]);
    }

    /// <summary>A number or another value that formats itself as UTF-8.</summary>
    public void AppendFormatted<T>(T value, string? format = null) where T : IUtf8SpanFormattable
    {
        if (value.TryFormat(buffer.AsSpan(length, Room), out var written, format, null))
            length += written;
    }

    /// <summary>Completes the line: error number, context, newline.</summary>
    internal void Finish(LogLevel level, ILogContext? context, int errno)
    {
        if (errno != 0)
            AppendErrno(errno);
        if (level != LogLevel.Debug)
            context?.AppendTo(ref this);
        buffer![length++] = (byte)'\n';
    }

    /// <summary>Gives the buffer back.</summary>
    internal void Release()
    {
        spare = buffer;
        buffer = null;
    }

    private readonly int Room => MaxLine - 1 - length;

    private void Begin(LogLevel level, ILogContext? context)
    {
        // Taken while in use: what formats an argument may log itself.
        buffer = spare ?? GC.AllocateUninitializedArray<byte>(MaxLine, pinned: true);
        spare = null;
        Append(LogTime.Now.ErrorLog);
        Append(" ["u8);
        Append(LogLevels.NameOf(level));
        Append("] "u8);
        Append(Environment.ProcessId);
        Append("#"u8);
        Append(threadId != 0 ? threadId : threadId = Processes.ThreadId);
        Append(": "u8);
        if (context is { ConnectionNumber: > 0 })
        {
            Append("*"u8);
            Append(context.ConnectionNumber);
            Append(" "u8);
        }

        messageStart = length;
    }

    private void AppendText(string? text)
    {
        length += SystemText.Encode(text, buffer.AsSpan(length, Room));
    }

    private void AppendErrno(int errno)
    {
        if (Room < ErrnoRoom)
        {
            length = MaxLine - 1 - ErrnoRoom;
            Append("..."u8);
        }

        Append(" ("u8);
        Append(errno);
        Append(": "u8);
        AppendText((uint)errno < (uint)ErrnoTexts.Length ? ErrnoTexts[errno] ??= Errno.Text(errno) : Errno.Text(errno));
        Append(")"u8);
    }

    private void EscapeFrom(int start)
    {
        var copy = buffer.AsSpan(start, length - start).ToArray();
        length = start;
        AppendEscaped(copy);
    }

    private void AppendHex(byte value)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        Append([(byte)'\\', (byte)'x', digits[value >> 4], digits[value & 15]]);
    }
}
