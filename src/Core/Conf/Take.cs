using Engine.Core.Buffers;

namespace Engine.Core.Conf;

/// <summary>Makes directive rows with typed slots: how the argument is read, and which setting it goes to.</summary>
public static class Take
{
    public static Directive Flag<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, bool> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (use, text) => text.ToLowerInvariant() switch
        {
            "on" => true,
            "off" => false,
            _ => throw use.Error($"invalid value \"{text}\" in \"{use.Name}\" directive, it must be \"on\" or \"off\""),
        });

    public static Directive Number<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, long> setting, string fallback = "", string note = "", long min = 0, long max = int.MaxValue) =>
        One(name, contexts, slot, setting, fallback, note, (use, text) =>
        {
            var number = ConfUnits.ParseNumber(text) ?? throw use.Error($"\"{use.Name}\" directive invalid number");
            if (number >= min && number <= max)
                return number;
            throw use.Error(max == int.MaxValue ? $"value must be equal to or greater than {min}" : $"value must be between {min} and {max}");
        });

    /// <summary>Octets, with k and m.</summary>
    public static Directive Size<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, long> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (use, text) =>
            ConfUnits.ParseSize(text) ?? throw use.Error($"\"{use.Name}\" directive invalid value"));

    /// <summary>Octets, with k, m and g.</summary>
    public static Directive Offset<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, long> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (use, text) =>
            ConfUnits.ParseSize(text, offset: true) ?? throw use.Error($"\"{use.Name}\" directive invalid value"));

    public static Directive Milliseconds<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, long> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (use, text) =>
            ConfUnits.ParseDuration(text) ?? throw use.Error($"\"{use.Name}\" directive invalid value"));

    public static Directive Seconds<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, long> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (use, text) =>
            ConfUnits.ParseDuration(text, seconds: true) ?? throw use.Error($"\"{use.Name}\" directive invalid value"));

    public static Directive Enum<TConf, T>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, T> setting, (string Word, T Value)[] words, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, (use, text) =>
        {
            foreach (var (word, value) in words)
            {
                if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            throw use.Error($"invalid value \"{text}\"");
        });

    /// <summary>One or more words, each a bit of a flags value. The directive may be repeated: its words add up.</summary>
    public static Directive Bits<TConf, T>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, T> setting, (string Word, T Value)[] words, Func<T, T, T> or, string fallback = "", string note = "") =>
        Custom(name, contexts, 1, int.MaxValue, slot, (use, conf) =>
        {
            ref var target = ref setting(conf);
            var result = target.IsSet ? target.Value : default!;
            foreach (var text in use.Arguments)
            {
                var index = Array.FindIndex(words, word => word.Word.Equals(text, StringComparison.OrdinalIgnoreCase));
                if (index < 0)
                    throw use.Error($"invalid value \"{text}\"");
                var before = result;
                result = or(result, words[index].Value);
                if (EqualityComparer<T>.Default.Equals(before, result) && !EqualityComparer<T>.Default.Equals(words[index].Value, default))
                    use.Warn($"duplicate value \"{text}\"");
            }

            target.Set(result);
        }, fallback, note);

    public static Directive String<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, string> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (_, text) => text);

    public static Directive Bytes<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, ByteString> setting, string fallback = "", string note = "") =>
        One(name, contexts, slot, setting, fallback, note, static (_, text) => ByteString.From(text));

    /// <summary>One word, read by <paramref name="read"/>.</summary>
    public static Directive One<TConf, T>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, T> setting, string fallback, string note, Func<DirectiveUse, string, T> read) =>
        new(name, contexts, 1, 1, use =>
        {
            ref var target = ref setting(slot.Open(use.Scope));
            if (target.IsSet)
                throw use.Error($"\"{use.Name}\" directive is duplicate");
            target.Set(read(use, use[0]));
        })
        { Default = fallback, Note = note };

    /// <summary>Any arguments, applied by code of the module.</summary>
    public static Directive Custom<TConf>(string name, ConfContext contexts, int minArgs, int maxArgs, IConfSlot<TConf> slot, Action<DirectiveUse, TConf> apply, string fallback = "", string note = "") =>
        new(name, contexts, minArgs, maxArgs, use => apply(use, slot.Open(use.Scope))) { Default = fallback, Note = note };

    /// <summary>A directive with a block; <paramref name="apply"/> reads it.</summary>
    public static Directive Block<TConf>(string name, ConfContext contexts, int minArgs, int maxArgs, IConfSlot<TConf> slot, Action<DirectiveUse, TConf> apply, string fallback = "", string note = "") =>
        new(name, contexts, minArgs, maxArgs, use => apply(use, slot.Open(use.Scope))) { Form = DirectiveForm.Block, Default = fallback, Note = note };

    /// <summary>A directive with a block of Lua source.</summary>
    public static Directive LuaBlock<TConf>(string name, ConfContext contexts, int minArgs, int maxArgs, IConfSlot<TConf> slot, Action<DirectiveUse, TConf> apply) =>
        new(name, contexts, minArgs, maxArgs, use => apply(use, slot.Open(use.Scope))) { Form = DirectiveForm.LuaBlock };

    /// <summary>A number that has no effect here, which the note explains.</summary>
    public static Directive CheckedNumber(string name, ConfContext contexts, string fallback, string note) =>
        new(name, contexts, 1, 1, static use => _ = ConfUnits.ParseNumber(use[0]) ?? throw use.Error($"\"{use.Name}\" directive invalid number")) { Default = fallback, Note = note };

    /// <summary>The same with a block.</summary>
    public static Directive UnsupportedBlock(string name, ConfContext contexts, string reason) =>
        new(name, contexts, 0, int.MaxValue, Unsupported(name, contexts, reason).Apply) { Form = DirectiveForm.Block, Note = "refused: " + reason, IsRefused = true };

    /// <summary>A directive that nginx has and this server refuses, with the reason.</summary>
    public static Directive Unsupported(string name, ConfContext contexts, string reason) =>
        new(name, contexts, 0, int.MaxValue, use => throw use.Error($"\"{use.Name}\" is not supported: {reason}")) { Note = "refused: " + reason, IsRefused = true };
}
