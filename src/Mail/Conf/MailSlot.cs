using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Mail.Sessions;

namespace Engine.Mail.Conf;

/// <summary>A module's settings of mail and server.</summary>
public sealed class MailSlot<TConf> : ConfSlot<TConf, MailConfiguration> where TConf : class, IConf<TConf>, new()
{
    public MailSlot() => Index = MailSlotCount.Next++;

    public TConf Of(MailServer server) => Reinterpret.As<TConf>(server.Confs[Index]);

    public TConf Of(MailSession session) => Of(session.Server);

    protected override object?[] ConfsOf(ConfScope scope) => ((MailScope)scope).Level.Confs;
}

internal static class MailSlotCount
{
    public static int Next;
}
