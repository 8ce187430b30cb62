using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Smtp;

internal sealed class SmtpConf : IConf<SmtpConf>
{
    public static readonly MailSlot<SmtpConf> Slot = new();

    public Setting<AuthMethods> Auth;
    public Setting<List<string>> Capabilities;
    public Setting<long> ClientBuffer;
    public Setting<long> GreetingDelayMs;

    public void MergeFrom(SmtpConf? outer, MailConfiguration configuration)
    {
        Auth.MergeFrom(outer?.Auth ?? default, AuthMethods.Plain | AuthMethods.Login);
        Capabilities.MergeFrom(outer?.Capabilities ?? default, []);
        ClientBuffer.MergeFrom(outer?.ClientBuffer ?? default, Environment.SystemPageSize);
        GreetingDelayMs.MergeFrom(outer?.GreetingDelayMs ?? default, 0);
    }
}
