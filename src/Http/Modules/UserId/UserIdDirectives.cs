using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Http.Modules.UserId;

/// <summary>Reads directives whose argument needs more than a typed slot.</summary>
internal static class UserIdDirectives
{
    /// <summary>The longest life: until the end of the 32-bit seconds.</summary>
    public const long Max = int.MaxValue;

    public static ByteString ReadAttribute(string attribute, string text) => text == "none" ? default : ByteString.From(attribute + text);

    public static long ReadExpires(DirectiveUse use, string text) => text switch
    {
        "max" => Max,
        "off" => 0,
        _ => ConfUnits.ParseDuration(text, seconds: true) ?? throw use.Error("\"userid_expires\" directive invalid value"),
    };

    public static byte ReadMark(DirectiveUse use, string text)
    {
        if (text == "off")
            return 0;
        return text.Length == 1 && (char.IsAsciiLetterOrDigit(text[0]) || text[0] == '=')
            ? (byte)text[0]
            : throw use.Error("\"userid_mark\" directive value must be \"off\" or a single letter, digit or \"=\"");
    }

    /// <summary>"off", or secure, httponly and one samesite.</summary>
    public static void ReadFlags(DirectiveUse use, UserIdConf conf)
    {
        if (conf.Flags.IsSet)
            throw use.Error("\"userid_flags\" directive is duplicate");
        if (use[0] == "off" && use.Count == 1)
        {
            conf.Flags.Set(default);
            return;
        }

        var text = "";
        foreach (var word in (string[])["secure", "httponly", "samesite=strict", "samesite=lax", "samesite=none"])
        {
            if (use.Arguments.Contains(word))
                text += "; " + word;
        }

        foreach (var word in use.Arguments)
        {
            if (word is not ("secure" or "httponly" or "samesite=strict" or "samesite=lax" or "samesite=none"))
                throw use.Error($"invalid value \"{word}\"");
        }

        conf.Flags.Set(ByteString.From(text));
    }
}
