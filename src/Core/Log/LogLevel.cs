namespace Engine.Core.Log;

/// <summary>Severities of the error log, numbered as nginx and <c>ngx.log</c> number them: lower is worse.</summary>
public enum LogLevel : byte
{
    /// <summary>Always written (<c>ngx.STDERR</c>).</summary>
    Stderr = 0,
    Emerg = 1,
    Alert = 2,
    Crit = 3,
    Error = 4,
    Warn = 5,
    Notice = 6,
    Info = 7,
    Debug = 8,
}

public static class LogLevels
{
    /// <summary>The level's word in log lines and in <c>error_log</c>.</summary>
    public static ReadOnlySpan<byte> NameOf(LogLevel level) => level switch
    {
        LogLevel.Emerg => "emerg"u8,
        LogLevel.Alert => "alert"u8,
        LogLevel.Crit => "crit"u8,
        LogLevel.Error => "error"u8,
        LogLevel.Warn => "warn"u8,
        LogLevel.Notice => "notice"u8,
        LogLevel.Info => "info"u8,
        LogLevel.Debug => "debug"u8,
        _ => ""u8,
    };

    /// <summary>Reads a level of <c>error_log</c>; the <c>debug_*</c> masks select debug as a whole.</summary>
    public static bool TryParse(ReadOnlySpan<char> word, out LogLevel level)
    {
        level = word switch
        {
            "emerg" => LogLevel.Emerg,
            "alert" => LogLevel.Alert,
            "crit" => LogLevel.Crit,
            "error" => LogLevel.Error,
            "warn" => LogLevel.Warn,
            "notice" => LogLevel.Notice,
            "info" => LogLevel.Info,
            "debug" or "debug_core" or "debug_alloc" or "debug_mutex" or "debug_event" or "debug_http" or "debug_mail" or "debug_stream" => LogLevel.Debug,
            _ => LogLevel.Stderr,
        };
        return level != LogLevel.Stderr;
    }
}
