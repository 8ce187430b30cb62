using System.Globalization;
using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Http.Modules.Charset;

/// <summary><c>charset_map from to { byte bytes; … }</c>, all in hexadecimal digits.</summary>
internal static class CharsetMapDirective
{
    private static readonly ByteString Utf8Name = ByteString.Copy("utf-8"u8);

    public static void Read(DirectiveUse use, CharsetMaps maps)
    {
        var (from, to) = (use.Bytes(0), use.Bytes(1));
        if (from.EqualsIgnoreCase(to.Span))
            throw use.Error($"\"charset_map\" between the same charsets \"{from}\" and \"{to}\"");
        if (maps.Find(from, to) is not null)
            throw use.Error($"duplicate \"charset_map\" between \"{from}\" and \"{to}\"");
        if (to.EqualsIgnoreCase(Utf8Name.Span))
            ReadUtf8(use, maps, from, to);
        else
            ReadBytes(use, maps, from, to);
    }

    private static void ReadBytes(DirectiveUse use, CharsetMaps maps, ByteString from, ByteString to)
    {
        var forward = new ByteRecoding();
        var backward = new ByteRecoding();
        use.ParseLines(words =>
        {
            var (source, target) = ReadPair(use, words);
            if (target.Length != 1)
                throw use.Error($"invalid value \"{words[1].Text}\"");
            forward.Table[source] = target[0];
            backward.Table[target[0]] = source;
        });
        maps.Add(from, to, forward);
        maps.Add(to, from, backward);
    }

    private static void ReadUtf8(DirectiveUse use, CharsetMaps maps, ByteString from, ByteString to)
    {
        var forward = new ToUtf8Recoding();
        var backward = new FromUtf8Recoding();
        use.ParseLines(words =>
        {
            var (source, target) = ReadPair(use, words);
            if (Rune.DecodeFromUtf8(target, out var rune, out var consumed) != System.Buffers.OperationStatus.Done || consumed != target.Length)
                throw use.Error($"invalid value \"{words[1].Text}\"");
            forward.Table[source] = target;
            backward.Table[rune.Value] = source;
        });
        maps.Add(from, to, forward);
        maps.Add(to, from, backward);
    }

    private static (byte Source, byte[] Target) ReadPair(DirectiveUse use, IReadOnlyList<ConfWord> words)
    {
        if (words.Count != 2)
            throw use.Error("invalid parameters number");
        if (!byte.TryParse(words[0].Text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var source))
            throw use.Error($"invalid value \"{words[0].Text}\"");
        var digits = words[1].Text.Length % 2 == 0 ? words[1].Text : "0" + words[1].Text;
        if (digits.Length is 0 or > 8 || !digits.All(char.IsAsciiHexDigit))
            throw use.Error($"invalid value \"{words[1].Text}\"");
        return (source, Convert.FromHexString(digits));
    }
}
