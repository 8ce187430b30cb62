using Engine.Mail.Conf;
using Engine.Mail.Modules.AuthHttp;
using Engine.Mail.Modules.Core;
using Engine.Mail.Modules.Imap;
using Engine.Mail.Modules.Pop3;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Modules.RealIp;
using Engine.Mail.Modules.Smtp;
using Engine.Mail.Modules.Ssl;

namespace Engine.Host;

/// <summary>The modules of the mail proxy, core first: others look at what it knows of a server.</summary>
internal static class BuiltinMailModules
{
    public static IReadOnlyList<MailModule> Modules { get; } =
    [
        new MailCoreModule(),
        new SslModule(),
        new Pop3Module(),
        new ImapModule(),
        new SmtpModule(),
        new AuthHttpModule(),
        new ProxyModule(),
        new RealIpModule(),
    ];
}
