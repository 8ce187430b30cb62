using Engine.Core.Conf;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.AuthHttp;

/// <summary>ngx_mail_auth_http_module: a HTTP server says who may log in, and where.</summary>
public sealed class AuthHttpModule : MailModule
{
    public override string Name => "auth_http";

    public override void Register(MailModuleTable table)
    {
        var slot = AuthHttpConf.Slot;
        const ConfContext anywhere = MailModuleTable.MailAndServer;
        table.Slot(slot);
        table.Add(Take.Custom("auth_http", anywhere, 1, 1, slot, static (use, conf) => conf.ReadServer(use)));
        table.Add(Take.Milliseconds("auth_http_timeout", anywhere, slot, static conf => ref conf.TimeoutMs, "60s"));
        table.Add(Take.Custom("auth_http_header", anywhere, 2, 2, slot, static (use, conf) => conf.AddField(use)));
    }

    public override void OnServerMerged(MailServer server)
    {
        if (AuthHttpConf.Slot.Of(server).Server is null)
            throw new ConfException("no \"auth_http\" is defined for server");
    }
}
