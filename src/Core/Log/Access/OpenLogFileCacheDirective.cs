using System.Globalization;
using Engine.Core.Conf;

namespace Engine.Core.Log.Access;

/// <summary><c>open_log_file_cache max=N [inactive=time] [min_uses=N] [valid=time]</c> and <c>off</c></summary>
internal static class OpenLogFileCacheDirective
{
    private const int DefaultInactiveSeconds = 10;
    private const int DefaultValidSeconds = 60;

    public static void Apply(DirectiveUse use, AccessLogSettings conf)
    {
        if (conf.FileCache.IsSet)
            throw use.Error("\"open_log_file_cache\" directive is duplicate");
        var (max, inactive, valid, minUses) = (0, DefaultInactiveSeconds, DefaultValidSeconds, 1);
        var isOff = false;
        foreach (var word in use.Arguments)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? "" : word[(equals + 1)..];
            switch (equals < 0 ? word : word[..equals])
            {
                case "max" when equals > 0:
                    max = Number(value, word, use);
                    break;
                case "inactive" when equals > 0:
                    inactive = Seconds(value, word, use);
                    break;
                case "valid" when equals > 0:
                    valid = Seconds(value, word, use);
                    break;
                case "min_uses" when equals > 0:
                    minUses = Number(value, word, use);
                    break;
                case "off" when equals < 0:
                    isOff = true;
                    break;
                default:
                    throw Invalid(word, use);
            }
        }

        if (!isOff && max == 0)
            throw use.Error("\"open_log_file_cache\" must have \"max\" parameter");
        conf.FileCache.Set(isOff ? null : new LogFileCacheLimits(max, inactive, valid, minUses));
    }

    private static int Number(string value, string word, DirectiveUse use) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Invalid(word, use);

    private static int Seconds(string value, string word, DirectiveUse use) =>
        ConfUnits.ParseDuration(value, seconds: true) is { } seconds and <= int.MaxValue ? (int)seconds : throw Invalid(word, use);

    private static ConfException Invalid(string word, DirectiveUse use) => use.Error($"invalid \"open_log_file_cache\" parameter \"{word}\"");
}
