using Engine.Core.Conf;
using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary><c>log_format name [escape=default|json|none] string …</c></summary>
public static class LogFormatDirective
{
    private const string EscapePrefix = "escape=";

    public static Directive Row<TFormats>(ConfContext block, IConfSlot<TFormats> formats, string fallback = "") where TFormats : LogFormats =>
        Take.Custom("log_format", block, 2, int.MaxValue, formats, static (use, conf) => Apply(use, conf), fallback);

    private static void Apply(DirectiveUse use, LogFormats formats)
    {
        var first = 1;
        var escape = LogEscape.Default;
        if (use[1].StartsWith(EscapePrefix, StringComparison.Ordinal))
        {
            escape = ReadEscape(use[1][EscapePrefix.Length..], use);
            first = 2;
        }

        var text = string.Concat(use.Arguments.Skip(first));
        if (!formats.Add(use[0], formats.Make(Parse(text, use), escape)))
            throw use.Error($"duplicate \"log_format\" name \"{use[0]}\"");
    }

    private static LogFormatText Parse(string text, DirectiveUse use)
    {
        try
        {
            return LogFormatText.Parse(text, VariableTable.Of(use));
        }
        catch (ConfException exception)
        {
            throw use.Error(exception.Message);
        }
    }

    private static LogEscape ReadEscape(string word, DirectiveUse use) => word switch
    {
        "default" => LogEscape.Default,
        "json" => LogEscape.Json,
        "none" => LogEscape.None,
        _ => throw use.Error($"unknown log format escaping \"{word}\""),
    };
}
