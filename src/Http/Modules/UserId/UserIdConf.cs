using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;

namespace Engine.Http.Modules.UserId;

public enum UserIdMode
{
    Off,

    /// <summary>Reads what clients send, and sends nothing.</summary>
    Log,
    V1,
    On,
}

/// <summary>What all levels share.</summary>
public sealed class UserIdMainConf : IConf<UserIdMainConf>
{
    public static readonly MainSlot<UserIdMainConf> Slot = new();

    /// <summary><c>$uid_reset</c></summary>
    internal VariableSlot Reset { get; set; } = null!;

    public void MergeFrom(UserIdMainConf? outer, HttpConfiguration configuration)
    {
    }
}

public sealed class UserIdConf : IConf<UserIdConf>
{
    public static readonly LocationSlot<UserIdConf> Slot = new();

    private static readonly ByteString DefaultName = ByteString.Copy("uid"u8);
    private static readonly ByteString DefaultPath = ByteString.Copy("; path=/"u8);

    public Setting<UserIdMode> Mode;
    public Setting<long> Service;
    public Setting<ByteString> Name;

    /// <summary>"; domain=…" or empty.</summary>
    public Setting<ByteString> Domain;

    /// <summary>"; path=…"</summary>
    public Setting<ByteString> Path;

    /// <summary>In seconds; 0 for a cookie of the session.</summary>
    public Setting<long> Expires;

    /// <summary>"; secure; httponly; samesite=…"</summary>
    public Setting<ByteString> Flags;
    public Setting<ByteString> P3p;

    /// <summary>Stands in the place of the cookie's first padding; 0 for none.</summary>
    public Setting<byte> Mark;

    public void MergeFrom(UserIdConf? outer, HttpConfiguration configuration)
    {
        Mode.MergeFrom(outer?.Mode ?? default, UserIdMode.Off);
        if (!Service.IsSet)
            Service = outer?.Service ?? default;
        Name.MergeFrom(outer?.Name ?? default, DefaultName);
        Domain.MergeFrom(outer?.Domain ?? default, default);
        Path.MergeFrom(outer?.Path ?? default, DefaultPath);
        Expires.MergeFrom(outer?.Expires ?? default, 0);
        Flags.MergeFrom(outer?.Flags ?? default, default);
        P3p.MergeFrom(outer?.P3p ?? default, default);
        Mark.MergeFrom(outer?.Mark ?? default, 0);
    }
}
