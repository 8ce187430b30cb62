using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Engine.Interop;

/// <summary>
/// Text of the system (files, paths, environment) as strings without loss: UTF-8, and a byte that is none becomes the lone surrogate
/// U+DC80…U+DCFF, which <see cref="Encode(string)"/> turns back into that byte.
/// </summary>
public static class SystemText
{
    private const char EscapeBase = '\uDC00';

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
            return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
                text.Append(rune.ToString());
            else
            {
                foreach (var value in bytes[..consumed])
                    text.Append((char)(EscapeBase + value));
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    public static byte[] Encode(string text) => Encode(text, terminated: false);

    /// <summary>With a zero byte behind it, as system calls take it.</summary>
    public static byte[] ZeroTerminated(string text) => Encode(text, terminated: true);

    /// <summary>The most bytes that a text can need.</summary>
    public static int MaxBytes(int characters) => characters * 3;

    /// <summary>Encodes as much as fits; a character is written whole or not at all.</summary>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> destination)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var outcome = Utf8.FromUtf16(text, destination[written..], out var read, out var count, replaceInvalidSequences: false);
            written += count;
            text = text[read..];
            if (outcome != OperationStatus.InvalidData && outcome != OperationStatus.NeedMoreData || written == destination.Length)
                break;
            if (IsEscape(text[0]))
                destination[written++] = (byte)(text[0] - EscapeBase);
            else
            {
                if ("\uFFFD"u8.TryCopyTo(destination[written..]))
                    written += 3;
            }

            text = text[1..];
        }

        return written;
    }

    private static bool IsEscape(char c) => c is >= '\uDC80' and <= '\uDCFF';

    private static byte[] Encode(string text, bool terminated)
    {
        var room = ArrayPool<byte>.Shared.Rent(MaxBytes(text.Length) + 1);
        var length = Encode(text, room);
        room[length] = 0;
        var result = room.AsSpan(0, length + (terminated ? 1 : 0)).ToArray();
        ArrayPool<byte>.Shared.Return(room);
        return result;
    }
}
