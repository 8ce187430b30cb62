using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Core;

/// <summary>ngx_mail_core_module: what every server of mail has.</summary>
public sealed class MailCoreModule : MailModule
{
    public override string Name => "core";

    public override void Register(MailModuleTable table)
    {
        var slot = MailCoreConf.Slot;
        const ConfContext anywhere = MailModuleTable.MailAndServer;
        table.Slot(slot);
        table.Add(new Directive("listen", ConfContext.MailServer, 1, int.MaxValue, ListenDirective.Apply));
        table.Add(new Directive("protocol", ConfContext.MailServer, 1, 1, ReadProtocol));
        table.Add(ErrorLogDirective.Row(anywhere, slot, static conf => conf.ErrorLogSetting));
        table.Add(Take.Bytes("server_name", anywhere, slot, static conf => ref conf.ServerName, "hostname"));
        table.Add(Take.Milliseconds("timeout", anywhere, slot, static conf => ref conf.TimeoutMs, "60s"));
        table.Add(Take.Number("max_errors", anywhere, slot, static conf => ref conf.MaxErrors, "5"));
        table.Add(Take.Custom("resolver", anywhere, 1, int.MaxValue, slot, ReadResolver, "off"));
        table.Add(Take.Milliseconds("resolver_timeout", anywhere, slot, static conf => ref conf.ResolverTimeoutMs, "30s"));
    }

    public override void OnServerMerged(MailServer server)
    {
        if (server.Protocol is null)
            throw new ConfException("unknown mail protocol for server");
        server.Name = server.Core.ServerName.Value;
    }

    private static void ReadProtocol(DirectiveUse use)
    {
        var scope = MailScope.Of(use);
        scope.Server!.Protocol = scope.Configuration.Modules.FindProtocol(use[0]) ?? throw use.Error($"unknown protocol \"{use[0]}\"");
    }

    /// <summary>"off" is mail's own: it asks for names without being told to.</summary>
    private static void ReadResolver(DirectiveUse use, MailCoreConf conf) =>
        conf.Resolver.Set(use.Count == 1 && use[0] == "off" && !conf.Resolver.IsSet ? null : ResolverDirective.ReadOnce(use, conf.Resolver.IsSet));
}
