using Engine.Core.Conf;
using Engine.Core.Log;

namespace Engine.Core.Modules;

/// <summary>The <c>error_log</c> directives of one block.</summary>
public sealed class ErrorLogSetting
{
    private readonly List<ErrorLogTarget> targets = [];

    /// <summary>Whether the block has an <c>error_log</c> of its own.</summary>
    public bool IsSet => targets.Count > 0;

    /// <summary>This block's log, or the outer one when it names none.</summary>
    public ErrorLog Or(ErrorLog outer) => IsSet ? new ErrorLog([.. targets]) : outer;

    internal void Add(ErrorLogTarget target) => targets.Add(target);
}

/// <summary>The row of <c>error_log</c>, for each module whose blocks may have one.</summary>
public static class ErrorLogDirective
{
    /// <param name="setting">Where the conf object keeps the block's targets.</param>
    public static Directive Row<TConf>(ConfContext contexts, IConfSlot<TConf> slot, Func<TConf, ErrorLogSetting> setting) =>
        Take.Custom("error_log", contexts, 1, int.MaxValue, slot, (use, conf) => setting(conf).Add(Read(use)), fallback: "logs/error.log error");

    private static ErrorLogTarget Read(DirectiveUse use)
    {
        var name = use[0];
        if (name != "stderr" && !name.StartsWith("syslog:", StringComparison.Ordinal) && !name.StartsWith("memory:", StringComparison.Ordinal))
            name = use.FullPath(name);
        try
        {
            return new ErrorLogTarget(MainScope.CycleOf(use.Scope).LogFiles.Use(name), ReadLevel(use));
        }
        catch (FormatException exception)
        {
            throw use.Error(exception.Message);
        }
    }

    /// <summary>One severity, or any number of debug_* masks; none means error.</summary>
    private static LogLevel ReadLevel(DirectiveUse use)
    {
        var level = LogLevel.Stderr;
        var isMask = false;
        foreach (var word in use.Arguments.Skip(1))
        {
            if (!LogLevels.TryParse(word, out var parsed))
                throw use.Error($"invalid log level \"{word}\"");
            var mask = word.StartsWith("debug_", StringComparison.Ordinal);
            if (mask && level != LogLevel.Stderr && !isMask)
                throw use.Error($"invalid log level \"{word}\"");
            if (!mask && level != LogLevel.Stderr)
                throw use.Error($"duplicate log level \"{word}\"");
            level = parsed;
            isMask = mask;
        }

        return level == LogLevel.Stderr ? LogLevel.Error : level;
    }
}
