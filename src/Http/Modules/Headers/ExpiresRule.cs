using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Http.Modules.Headers;

internal enum ExpiresKind
{
    Off,

    /// <summary>The past: not to be cached.</summary>
    Epoch,

    /// <summary>As long as possible.</summary>
    Max,

    /// <summary>So many seconds from now.</summary>
    Access,

    /// <summary>So many seconds from the last modification.</summary>
    Modified,

    /// <summary>At a time of day.</summary>
    Daily,
}

/// <summary>What an <c>expires</c> says.</summary>
internal readonly record struct ExpiresRule(ExpiresKind Kind, long Seconds)
{
    private const long Day = 24 * 60 * 60;

    /// <summary>Reads a value; null, or what is wrong with it.</summary>
    public static string? Read(ReadOnlySpan<byte> text, bool isModified, out ExpiresRule rule)
    {
        rule = default;
        if (!isModified)
        {
            if (text.SequenceEqual("epoch"u8))
                rule = new ExpiresRule(ExpiresKind.Epoch, 0);
            else if (text.SequenceEqual("max"u8))
                rule = new ExpiresRule(ExpiresKind.Max, 0);
            if (rule.Kind != ExpiresKind.Off || text.SequenceEqual("off"u8))
                return null;
        }

        var isDaily = text is [(byte)'@', ..];
        if (isDaily && isModified)
            return "daily time cannot be used with \"modified\" parameter";
        var sign = text is [(byte)'-', ..] ? -1 : 1;
        var digits = text is [(byte)'@' or (byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (ConfUnits.ParseDuration(Latin1(digits), seconds: true) is not { } seconds)
            return "invalid value";
        if (isDaily && seconds > Day)
            return "daily time value must be less than 24 hours";
        rule = new ExpiresRule(isDaily ? ExpiresKind.Daily : isModified ? ExpiresKind.Modified : ExpiresKind.Access, sign * seconds);
        return null;
    }

    private static string Latin1(ReadOnlySpan<byte> text) => System.Text.Encoding.Latin1.GetString(text);
}
