using Engine.Core.Conf;
using Engine.Mail.Conf;

namespace Engine.Mail.Protocols;

/// <summary>The rows of directives that are a list of what a mail server can (<c>imap_capabilities</c> and its like).</summary>
internal static class Capabilities
{
    /// <summary>The directive may be repeated: its words add up.</summary>
    public static Directive Row<TConf>(string name, MailSlot<TConf> slot, SettingOf<TConf, List<string>> setting, string fallback = "") where TConf : class, IConf<TConf>, new() =>
        Take.Custom(name, MailModuleTable.MailAndServer, 1, int.MaxValue, slot, (use, conf) =>
        {
            ref var target = ref setting(conf);
            if (!target.IsSet)
                target.Set([]);
            target.Value.AddRange(use.Arguments);
        }, fallback);
}
