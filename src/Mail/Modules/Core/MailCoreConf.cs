using System.Net;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Core;

/// <summary>Core settings of mail and server.</summary>
internal sealed class MailCoreConf : IConf<MailCoreConf>
{
    public static readonly MailSlot<MailCoreConf> Slot = new();

    public Setting<ByteString> ServerName;
    public Setting<long> TimeoutMs;
    public Setting<long> MaxErrors;
    public Setting<NameResolver?> Resolver;
    public Setting<long> ResolverTimeoutMs;

    public ErrorLogSetting ErrorLogSetting { get; } = new();

    public ErrorLog ErrorLog { get; private set; } = null!;

    /// <summary>How mail servers are connected to.</summary>
    public ConnectOptions ConnectOptions { get; private set; } = ConnectOptions.Default;

    public void MergeFrom(MailCoreConf? outer, MailConfiguration configuration)
    {
        if (!ServerName.IsSet)
            ServerName.Set(outer is null ? ByteString.From(Dns.GetHostName()) : outer.ServerName.Value);
        TimeoutMs.MergeFrom(outer?.TimeoutMs ?? default, 60_000);
        MaxErrors.MergeFrom(outer?.MaxErrors ?? default, 5);
        Resolver.MergeFrom(outer?.Resolver ?? default, null);
        ResolverTimeoutMs.MergeFrom(outer?.ResolverTimeoutMs ?? default, 30_000);
        ConnectOptions = new ConnectOptions { TimeoutMs = (int)Math.Min(TimeoutMs.Value, int.MaxValue) };
        ErrorLog = ErrorLogSetting.Or(outer?.ErrorLog ?? configuration.Cycle.Log);
    }
}
