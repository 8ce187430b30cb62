using System.Buffers;

namespace Engine.Http.Modules.Autoindex;

/// <summary>Text in HTML and XML.</summary>
internal static class HtmlText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("<>&\""u8);

    public static void Write(ArrayBufferWriter<byte> page, ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(Special) is >= 0 and var at)
        {
            page.Write(text[..at]);
            page.Write(text[at] switch
            {
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'&' => "&amp;"u8,
                _ => "&quot;"u8,
            });
            text = text[(at + 1)..];
        }

        page.Write(text);
    }
}
