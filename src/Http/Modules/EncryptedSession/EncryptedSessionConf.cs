using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.EncryptedSession;

public sealed class EncryptedSessionConf : IConf<EncryptedSessionConf>
{
    public static readonly LocationSlot<EncryptedSessionConf> Slot = new();

    /// <summary>32 bytes; empty when there is none.</summary>
    public Setting<byte[]> Key;

    /// <summary>16 bytes, zeros behind a shorter text.</summary>
    public Setting<byte[]> Iv;

    /// <summary>In seconds; 0 for sessions that never end.</summary>
    public Setting<long> Expires;

    public void MergeFrom(EncryptedSessionConf? outer, HttpConfiguration configuration)
    {
        Key.MergeFrom(outer?.Key ?? default, []);
        Iv.MergeFrom(outer?.Iv ?? default, "deadbeefdeadbeef"u8.ToArray());
        Expires.MergeFrom(outer?.Expires ?? default, 86400);
    }
}
