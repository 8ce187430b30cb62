using System.Buffers;
using System.Globalization;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Autoindex;

/// <summary>A directory as XML: an element for each entry.</summary>
internal static class XmlList
{
    public static void Write(ArrayBufferWriter<byte> text, List<DirectoryEntry> entries)
    {
        text.Write("<?xml version=\"1.0\"?>\r\n<list>\r\n"u8);
        foreach (var entry in entries)
            WriteEntry(text, entry);
        text.Write("</list>\r\n"u8);
    }

    private static void WriteEntry(ArrayBufferWriter<byte> text, DirectoryEntry entry)
    {
        var type = JsonList.TypeOf(entry.Status);
        text.Write("<"u8);
        text.Write(type);
        text.Write(" mtime=\""u8);
        HttpDate.At(entry.Status.ModifiedSeconds).TryFormat(text.GetSpan(32), out var length, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        text.Advance(length);
        text.Write("\""u8);
        if (entry.Status.IsRegular)
        {
            text.Write(" size=\""u8);
            JsonList.WriteNumber(text, entry.Status.Size);
            text.Write("\""u8);
        }

        text.Write(">"u8);
        HtmlText.Write(text, entry.Name.Span);
        text.Write("</"u8);
        text.Write(type);
        text.Write(">\r\n"u8);
    }
}
