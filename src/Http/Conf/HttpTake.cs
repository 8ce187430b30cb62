using Engine.Core.Conf;
using Engine.Http.Modules.Core;
using Engine.Http.Responses;

namespace Engine.Http.Conf;

/// <summary>Directive rows with typed slots, of kinds that several http modules have.</summary>
public static class HttpTake
{
    /// <summary>A number of buffers and their size.</summary>
    public static Directive Buffers<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, BufferCount> setting, string fallback = "", string note = "") =>
        Take.Custom(name, contexts, 2, 2, slot, (use, conf) =>
        {
            ref var target = ref setting(conf);
            if (target.IsSet)
                throw use.Error($"\"{use.Name}\" directive is duplicate");
            if (ConfUnits.ParseNumber(use[0]) is not (> 0 and <= int.MaxValue and var count) || ConfUnits.ParseSize(use[1]) is not (> 0 and <= int.MaxValue and var size))
                throw use.Error($"\"{use.Name}\" directive invalid value");
            target.Set(new BufferCount((int)count, (int)size));
        }, fallback, note);

    /// <summary>Media types; text/html is always among them, "*" stands for all.</summary>
    public static Directive Types<TConf>(string name, ConfContext contexts, IConfSlot<TConf> slot, SettingOf<TConf, MediaTypes> setting, string fallback = "text/html") =>
        Take.Custom(name, contexts, 1, int.MaxValue, slot, (use, conf) =>
        {
            ref var target = ref setting(conf);
            if (!target.IsSet)
                target.Set(new MediaTypes("text/html"));
            foreach (var type in use.Arguments)
            {
                if (!target.Value.Add(type))
                    use.Warn($"duplicate MIME type \"{type}\"");
            }
        }, fallback);
}
