using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Access;

public sealed class AccessConf : IConf<AccessConf>
{
    public static readonly LocationSlot<AccessConf> Slot = new();

    private AccessRulesBuilder? own;

    /// <summary>Null when nobody has said anything.</summary>
    internal AccessRules? Rules { get; private set; }

    public static void Read(DirectiveUse use, AccessConf conf) => (conf.own ??= new AccessRulesBuilder()).Read(use);

    public void MergeFrom(AccessConf? outer, HttpConfiguration configuration) => Rules = own?.Build() ?? outer?.Rules;
}
