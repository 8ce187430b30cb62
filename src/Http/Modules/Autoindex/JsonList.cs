using System.Buffers;
using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Autoindex;

/// <summary>A directory as a JSON array, alone or as the argument of a call. Names are written as the bytes they are.</summary>
internal static class JsonList
{
    private static readonly SearchValues<byte> Special =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(static value => (byte)value), (byte)'"', (byte)'\\']);

    public static void Write(ArrayBufferWriter<byte> text, List<DirectoryEntry> entries, ByteString callback)
    {
        if (!callback.IsEmpty)
        {
            text.Write("/* callback */\r\n"u8);
            text.Write(callback.Span);
            text.Write("("u8);
        }

        text.Write("["u8);
        for (var i = 0; i < entries.Count; i++)
        {
            text.Write(i == 0 ? "\r\n"u8 : ",\r\n"u8);
            WriteEntry(text, entries[i]);
        }

        text.Write("\r\n]"u8);
        if (!callback.IsEmpty)
            text.Write(");"u8);
    }

    private static void WriteEntry(ArrayBufferWriter<byte> text, DirectoryEntry entry)
    {
        text.Write("{ \"name\":\""u8);
        WriteString(text, entry.Name.Span);
        text.Write("\", \"type\":\""u8);
        text.Write(TypeOf(entry.Status));
        text.Write("\", \"mtime\":\""u8);
        HttpDate.Format(entry.Status.ModifiedSeconds, text.GetSpan(HttpDate.Length));
        text.Advance(HttpDate.Length);
        text.Write("\""u8);
        if (entry.Status.IsRegular)
        {
            text.Write(", \"size\":"u8);
            WriteNumber(text, entry.Status.Size);
        }

        text.Write(" }"u8);
    }

    internal static ReadOnlySpan<byte> TypeOf(in FileStatus status) => status.IsDirectory ? "directory"u8 : status.IsRegular ? "file"u8 : "other"u8;

    internal static void WriteNumber(ArrayBufferWriter<byte> text, long number)
    {
        number.TryFormat(text.GetSpan(20), out var length, default, null);
        text.Advance(length);
    }

    private static void WriteString(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> name)
    {
        while (name.IndexOfAny(Special) is >= 0 and var at)
        {
            text.Write(name[..at]);
            WriteEscaped(text, name[at]);
            name = name[(at + 1)..];
        }

        text.Write(name);
    }

    private static void WriteEscaped(ArrayBufferWriter<byte> text, byte c)
    {
        switch (c)
        {
            case (byte)'"' or (byte)'\\':
                text.Write([(byte)'\\', c]);
                break;
            case (byte)'\n':
                text.Write("\\n"u8);
                break;
            case (byte)'\r':
                text.Write("\\r"u8);
                break;
            case (byte)'\t':
                text.Write("\\t"u8);
                break;
            case (byte)'\b':
                text.Write("\\b"u8);
                break;
            case (byte)'\f':
                text.Write("\\f"u8);
                break;
            default:
                text.Write("\\u00"u8);
                c.TryFormat(text.GetSpan(2), out var digits, "X2", null);
                text.Advance(digits);
                break;
        }
    }
}
