using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Pop3;

internal sealed class Pop3Conf : IConf<Pop3Conf>
{
    public static readonly MailSlot<Pop3Conf> Slot = new();

    public Setting<AuthMethods> Auth;
    public Setting<List<string>> Capabilities;

    public void MergeFrom(Pop3Conf? outer, MailConfiguration configuration)
    {
        Auth.MergeFrom(outer?.Auth ?? default, AuthMethods.Plain);
        Capabilities.MergeFrom(outer?.Capabilities ?? default, ["TOP", "USER", "UIDL"]);
    }

    /// <summary>Who takes a password takes it by either mechanism.</summary>
    public AuthMethods Methods => Auth.Value.HasFlag(AuthMethods.Plain) ? Auth.Value | AuthMethods.Login : Auth.Value;
}
