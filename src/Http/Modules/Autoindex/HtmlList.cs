using System.Buffers;
using System.Globalization;
using Engine.Core.Buffers;
using Engine.Http.OpenFiles;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Interop.Libc;

namespace Engine.Http.Modules.Autoindex;

/// <summary>A directory as nginx's page: a line for each entry with link, time and size in columns.</summary>
internal static class HtmlList
{
    private const int NameWidth = 50;

    public static void Write(ArrayBufferWriter<byte> page, HttpRequest request, List<DirectoryEntry> entries, AutoindexConf conf, bool isUtf8)
    {
        page.Write("<html>\r\n<head><title>Index of "u8);
        HtmlText.Write(page, request.Uri.Span);
        page.Write("</title></head>\r\n<body>\r\n<h1>Index of "u8);
        HtmlText.Write(page, request.Uri.Span);
        page.Write("</h1><hr><pre><a href=\"../\">../</a>\r\n"u8);
        foreach (var entry in entries)
        {
            WriteLink(page, request.Arena, entry, isUtf8);
            WriteTime(page, entry.Status.ModifiedSeconds, conf.LocalTime.Value);
            WriteSize(page, entry.Status, conf.ExactSize.Value);
            page.Write("\r\n"u8);
        }

        page.Write("</pre><hr></body>\r\n</html>\r\n"u8);
    }

    private static void WriteLink(ArrayBufferWriter<byte> page, ByteArena arena, DirectoryEntry entry, bool isUtf8)
    {
        page.Write("<a href=\""u8);
        page.Write(arena.Escape(entry.Name, EscapeKind.UriComponent).Span);
        page.Write(entry.Status.IsDirectory ? "/\">"u8 : "\">"u8);
        var name = entry.Name.Span;
        var width = isUtf8 ? CharacterCount(name) : name.Length;
        if (width > NameWidth)
        {
            HtmlText.Write(page, isUtf8 ? FirstCharacters(name, NameWidth - 3) : name[..(NameWidth - 3)]);
            page.Write("..&gt;</a> "u8);
            return;
        }

        HtmlText.Write(page, name);
        if (entry.Status.IsDirectory && width < NameWidth)
        {
            page.Write("/"u8);
            width++;
        }

        page.Write("</a>"u8);
        Pad(page, NameWidth - width + 1);
    }

    private static void WriteTime(ArrayBufferWriter<byte> page, long unixSeconds, bool isLocal)
    {
        Span<byte> date = stackalloc byte[HttpDate.Length];
        // "Thu, 02 Jan 2020 03:04:05 GMT"
        HttpDate.Format(isLocal ? unixSeconds + LocalTime.Of(unixSeconds).OffsetSeconds : unixSeconds, date);
        date[7] = date[11] = (byte)'-';
        page.Write(date[5..22]);
    }

    private static void WriteSize(ArrayBufferWriter<byte> page, in FileStatus status, bool isExact)
    {
        if (status.IsDirectory)
            page.Write(isExact ? "                   -"u8 : "       -"u8);
        else if (isExact)
            Write(page, $" {status.Size,19}");
        else
            WriteRounded(page, status.Size);
    }

    private static void WriteRounded(ArrayBufferWriter<byte> page, long size)
    {
        const long k = 1024, m = k * k, g = k * m;
        if (size >= g)
            Write(page, $" {(size / g) + (size % g >= g / 2 ? 1 : 0),6}G");
        else if (size >= m)
            Write(page, $" {(size / m) + (size % m >= m / 2 ? 1 : 0),6}M");
        else if (size > 9999)
            Write(page, $" {(size / k) + (size % k >= k / 2 ? 1 : 0),6}K");
        else
            Write(page, $" {size,7}");
    }

    private static void Write(ArrayBufferWriter<byte> page, FormattableString text) =>
        page.Write(System.Text.Encoding.ASCII.GetBytes(text.ToString(CultureInfo.InvariantCulture)));

    private static void Pad(ArrayBufferWriter<byte> page, int count)
    {
        page.GetSpan(count)[..count].Fill((byte)' ');
        page.Advance(count);
    }

    /// <summary>Characters of valid UTF-8; otherwise bytes.</summary>
    private static int CharacterCount(ReadOnlySpan<byte> name)
    {
        if (!System.Text.Unicode.Utf8.IsValid(name))
            return name.Length;
        var count = 0;
        foreach (var b in name)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    private static ReadOnlySpan<byte> FirstCharacters(ReadOnlySpan<byte> name, int count)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if ((name[i] & 0xC0) != 0x80 && count-- == 0)
                return name[..i];
        }

        return name;
    }
}
