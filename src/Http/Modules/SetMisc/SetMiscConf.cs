using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.SetMisc;

public sealed class SetMiscConf : IConf<SetMiscConf>
{
    public static readonly LocationSlot<SetMiscConf> Slot = new();

    /// <summary>What holds where there is no location: Lua's timers.</summary>
    public static readonly SetMiscConf Default = MakeDefault();

    public Setting<bool> Base32Padding;
    internal Setting<Base32Alphabet> Base32Alphabet;

    public void MergeFrom(SetMiscConf? outer, HttpConfiguration configuration) => MergeFrom(outer);

    private void MergeFrom(SetMiscConf? outer)
    {
        Base32Padding.MergeFrom(outer?.Base32Padding ?? default, true);
        Base32Alphabet.MergeFrom(outer?.Base32Alphabet ?? default, Base32.Extended);
    }

    private static SetMiscConf MakeDefault()
    {
        var conf = new SetMiscConf();
        conf.MergeFrom(null);
        return conf;
    }
}
