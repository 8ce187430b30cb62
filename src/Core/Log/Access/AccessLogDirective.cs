using System.Globalization;
using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Scripting;

namespace Engine.Core.Log.Access;

/// <summary><c>access_log path [format [buffer=size] [gzip[=level]] [flush=time] [if=condition]]</c> and <c>access_log off</c></summary>
public static class AccessLogDirective
{
    private const int DefaultGzipBuffer = 64 * 1024;
    private const int DefaultGzipLevel = 1;

    /// <summary>The directives of a block's access logs but <c>log_format</c>.</summary>
    /// <param name="levels">Where logs may be named.</param>
    /// <param name="cacheLevels">Where <c>open_log_file_cache</c> may stand.</param>
    public static IEnumerable<Directive> Rows<TFormats, TSettings>(
        ConfContext levels, ConfContext cacheLevels, IConfSlot<TFormats> formats, IConfSlot<TSettings> settings, string fallback)
        where TFormats : LogFormats
        where TSettings : AccessLogSettings =>
    [
        Take.Custom("access_log", levels, 1, int.MaxValue, settings, (use, conf) => Apply(use, conf, formats.Open(use.Scope)), fallback),
        Take.Custom("open_log_file_cache", cacheLevels, 1, 4, settings, static (use, conf) => OpenLogFileCacheDirective.Apply(use, conf), "off"),
    ];

    private static void Apply(DirectiveUse use, AccessLogSettings conf, LogFormats formats)
    {
        if (use[0] == "off")
        {
            if (use.Count > 1)
                throw use.Error($"invalid parameter \"{use[1]}\"");
            conf.TurnOff();
            return;
        }

        var parameters = AccessLogParameters.Read(use);
        var formatName = use.Count > 1 ? use[1] : formats.DefaultName ?? throw use.Error("log format is not specified");
        var format = formats.Find(formatName, VariableTable.Of(use)) ?? throw use.Error($"unknown log format \"{formatName}\"");
        var log = Locate(use, new AccessLog(format) { Condition = parameters.Condition });
        Buffer(use, formats, log, parameters);
        conf.Add(log);
    }

    private static AccessLog Locate(DirectiveUse use, AccessLog log)
    {
        var name = use[0];
        if (ComplexValue.HasVariables(name) && !name.StartsWith("syslog:", StringComparison.Ordinal))
            return log with { Path = ComplexValue.Compile(use.FullPath(name), use) };
        if (name != "stderr" && !name.StartsWith("syslog:", StringComparison.Ordinal))
            name = use.FullPath(name);
        try
        {
            return log with { Destination = MainScope.CycleOf(use.Scope).LogFiles.Use(name) };
        }
        catch (FormatException exception)
        {
            throw use.Error(exception.Message);
        }
    }

    private static void Buffer(DirectiveUse use, LogFormats formats, AccessLog log, AccessLogParameters parameters)
    {
        var size = parameters.BufferSize ?? (parameters.GzipLevel is null ? 0 : DefaultGzipBuffer);
        if (parameters.FlushMs is not null && size == 0)
            throw use.Error($"no buffer is defined for access_log \"{use[0]}\"");
        if (size > 0 && log.Path is not null)
            throw use.Error("buffered logs cannot have variables in name");
        if (size > 0 && log.Destination is SyslogDestination)
            throw use.Error("logs to syslog cannot be buffered");
        if (log.Destination is LogFile file && !formats.Buffer(file, new LogBuffering(size, parameters.FlushMs ?? 0, parameters.GzipLevel)))
            throw use.Error($"access_log \"{file.Path}\" already defined with conflicting parameters");
    }

    /// <summary>The words behind the format.</summary>
    private sealed record AccessLogParameters
    {
        public int? BufferSize { get; private set; }

        public int? FlushMs { get; private set; }

        public int? GzipLevel { get; private set; }

        public ComplexValue? Condition { get; private set; }

        public static AccessLogParameters Read(DirectiveUse use)
        {
            var parameters = new AccessLogParameters();
            foreach (var word in use.Arguments.Skip(2))
                parameters.Read(word, use);
            return parameters;
        }

        private void Read(string word, DirectiveUse use)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (word, "") : (word[..equals], word[(equals + 1)..]);
            switch (name)
            {
                case "buffer" when equals > 0:
                    BufferSize = ConfUnits.ParseSize(value) is { } size and > 0 and <= int.MaxValue ? (int)size : throw use.Error($"invalid buffer size \"{value}\"");
                    break;
                case "flush" when equals > 0:
                    FlushMs = ConfUnits.ParseDuration(value) is { } time and > 0 and <= int.MaxValue ? (int)time : throw use.Error($"invalid flush time \"{value}\"");
                    break;
                case "gzip":
                    GzipLevel = equals < 0 ? DefaultGzipLevel : ReadLevel(value, use);
                    break;
                case "if" when equals > 0:
                    Condition = ComplexValue.Compile(value, use);
                    break;
                default:
                    throw use.Error($"invalid parameter \"{word}\"");
            }
        }

        private static int ReadLevel(string value, DirectiveUse use) =>
            int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 9
                ? level
                : throw use.Error($"invalid compression level \"{value}\"");
    }
}
