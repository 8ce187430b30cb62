using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Log;

/// <summary><c>log_format name [escape=default|json|none] string …</c></summary>
internal static class LogFormatDirective
{
    private const string EscapePrefix = "escape=";

    public static void Apply(DirectiveUse use, LogMainConf conf)
    {
        var first = 1;
        var escape = LogEscape.Default;
        if (use[1].StartsWith(EscapePrefix, StringComparison.Ordinal))
        {
            escape = ReadEscape(use[1][EscapePrefix.Length..], use);
            first = 2;
        }

        var text = string.Concat(use.Arguments.Skip(first));
        if (!conf.Add(use[0], Compile(text, escape, use)))
            throw use.Error($"duplicate \"log_format\" name \"{use[0]}\"");
    }

    private static LogFormat Compile(string text, LogEscape escape, DirectiveUse use)
    {
        try
        {
            return LogFormat.Compile(text, escape, HttpScope.Of(use).Configuration);
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
