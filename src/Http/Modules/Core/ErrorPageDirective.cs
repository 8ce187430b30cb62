using System.Globalization;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Http.Modules.Core;

/// <summary><c>error_page code … [=[response]] uri</c></summary>
internal static class ErrorPageDirective
{
    public static void Apply(DirectiveUse use, CoreLocationConf conf)
    {
        if (conf.ErrorPages is { IsSet: true, Value.Count: 0 })
            throw use.Error("conflicts with \"no_error_pages\"");
        var codes = use.Count - 1;
        var overwrite = -1;
        var word = use[codes - 1];
        if (codes > 1 && word.StartsWith('='))
        {
            codes--;
            overwrite = word.Length == 1 ? 0 : ReadNumber(word[1..], word, use);
        }

        var target = use[use.Count - 1];
        var value = ComplexValue.Compile(target, use);
        var arguments = default(ByteString);
        if (value.IsConstant && target.StartsWith('/') && target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var question)
        {
            arguments = ByteString.From(target[(question + 1)..]);
            value = ComplexValue.Compile(target[..question], use);
        }

        if (!conf.ErrorPages.IsSet)
            conf.ErrorPages.Set([]);
        for (var i = 0; i < codes; i++)
            conf.ErrorPages.Value.Add(new ErrorPage(ReadStatus(use[i], use), overwrite, value, arguments));
    }

    /// <summary>An empty list of its own: outer pages are not inherited.</summary>
    public static void Clear(DirectiveUse use, CoreLocationConf conf)
    {
        if (conf.ErrorPages.IsSet)
            throw use.Error(conf.ErrorPages.Value.Count == 0 ? "is duplicate" : "conflicts with \"error_page\"");
        conf.ErrorPages.Set([]);
    }

    private static int ReadStatus(string word, DirectiveUse use)
    {
        var status = ReadNumber(word, word, use);
        if (status == 499)
            throw use.Error("invalid value \"499\"");
        return status is >= 300 and <= 599 ? status : throw use.Error($"value \"{word}\" must be between 300 and 599");
    }

    private static int ReadNumber(string digits, string word, DirectiveUse use) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw use.Error($"invalid value \"{word}\"");
}
